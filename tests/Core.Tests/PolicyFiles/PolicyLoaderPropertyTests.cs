using System.Text;
using CsCheck;
using Tagalong.Core.PolicyFiles;

namespace Tagalong.Core.Tests.PolicyFiles;

public class PolicyLoaderPropertyTests
{
    private static readonly string[] Fragments =
    [
        "apiVersion: tagalong.dev/v1\n", "kind: LabelPolicy\n", "metadata: { name: x }\n", "rules:\n", "- name: a\n", "  target: ", "  owners:\n",
        "{ group: apps, version: v1, kind: ReplicaSet }", "  - ", "  sources:\n", "from: static\n", "    values: ", "rename: ", "include: ", "{", "}", "[", "]",
        "\"", "'", "\\", "\\u", "\\UFFFFFFFF", "&a ", "*a", "!!str ", "!", "|\n", ">\n", "%YAML 1.2\n", "%TAG ! x\n", "---\n", "...\n", "#", "? ", ": ", ", ", "\n",
        "\t", "\r", " ", "\0", "\uFEFF", "\u0085", "\u2028", "é", "😀", "null", "~", "1.0", "<<", "@", "`",
    ];

    private static readonly Gen<byte[]> Bytes = Gen.OneOf<byte[]>(
        Gen.Byte.Array[0, 64],
        Gen.String.Select(Encoding.UTF8.GetBytes),
        Gen.OneOf(Fragments).Array[0, 40].Select(parts => Encoding.UTF8.GetBytes(string.Concat(parts))),
        Gen.Select(Gen.OneOf(Packs()), Gen.Int[0, 10_000], Gen.Int[0, 20], Gen.OneOf(Fragments)).Select(Damage));

    [Fact]
    public void Any_bytes_give_a_policy_or_errors()
    {
        Bytes.Sample(bytes =>
        {
            var result = PolicyLoader.Load("any.yaml", bytes);

            return result.IsUsable == result.Errors.IsEmpty
                && result.Errors.All(error => error.File == "any.yaml" && error.Line >= 0 && !error.ToString().Any(char.IsControl));
        }, iter: 20_000);
    }

    [Fact]
    public void A_policy_that_is_written_out_and_loaded_is_the_same()
    {
        PolicyGen.Policy.Sample(policy =>
        {
            var text = PolicyWriting.ToYaml(policy);

            var result = PolicyLoader.Load("written.yaml", Encoding.UTF8.GetBytes(text));

            Assert.Empty(result.Errors);
            Assert.Equal(text, PolicyWriting.ToYaml(result.Policy!));
        }, iter: 2_000);
    }

    [Fact]
    public void A_rule_copies_every_key_that_it_names()
    {
        PolicyGen.Policy.Sample(policy => policy.Rules.All(rule =>
            rule.Sources.All(source => source.Keys.Concat(source.Values.Select(label => label.Key)).All(key => rule.Evaluate(key) is null))
            && rule.Rename.Keys.All(key => rule.Evaluate(key) is null)));
    }

    private static byte[][] Packs() => [.. BuiltInPolicies.Names.Select(name => BuiltInPolicies.Content(name)!)];

    private static byte[] Damage(byte[] file, int at, int length, string with)
    {
        at %= file.Length;
        return [.. file.AsSpan(0, at), .. Encoding.UTF8.GetBytes(with), .. file.AsSpan(Math.Min(file.Length, at + length))];
    }
}
