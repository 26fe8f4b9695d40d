using Tagalong.Core.PolicyFiles;

namespace Tagalong.Core.Tests.PolicyFiles;

public sealed class PolicyFileReaderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tagalong-policies-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_folder_is_read_in_ordinal_order_of_its_policy_files()
    {
        Write("b.yml", "second");
        Write("a.json", "first");
        Write("c.YAML", "third");
        Write("README.md", "no-policy");
        Write(".hidden.yaml", "hidden");
        Directory.CreateDirectory(Path.Combine(_folder, "nested.yaml"));

        var result = PolicyLoader.Load([_folder], []);

        Assert.Equal(["first", "second", "third"], Rules(result));
    }

    [Fact]
    public void A_mounted_config_map_is_read_once()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "..2026_01_02_03_04_05.123"));
        Write("..2026_01_02_03_04_05.123/shop.yaml", "shop");
        Directory.CreateSymbolicLink(Path.Combine(_folder, "..data"), "..2026_01_02_03_04_05.123");
        File.CreateSymbolicLink(Path.Combine(_folder, "shop.yaml"), "..data/shop.yaml");

        var result = PolicyLoader.Load([_folder], []);

        Assert.Equal(["shop"], Rules(result));
    }

    [Fact]
    public void A_file_named_by_itself_and_by_its_folder_is_read_once()
    {
        var file = Write("shop.yaml", "shop");

        var result = PolicyLoader.Load([file, _folder, Path.Combine(_folder, ".", "shop.yaml")], []);

        Assert.Equal(["shop"], Rules(result));
    }

    [Fact]
    public void Rules_of_files_come_before_those_of_packs()
    {
        var file = Write("shop.conf", "shop");

        var result = PolicyLoader.Load([file], ["deployments"]);

        Assert.Equal(["shop", "replicasets-of-deployments"], Rules(result));
    }

    [Fact]
    public void Whatever_cannot_be_read_is_an_error()
    {
        var empty = Directory.CreateDirectory(Path.Combine(_folder, "empty")).FullName;
        var missing = Path.Combine(_folder, "missing");
        var large = Path.Combine(_folder, "large.json");
        File.WriteAllBytes(large, new byte[PolicyLimits.FileBytes + 1]);
        var broken = Path.Combine(_folder, "links");
        Directory.CreateDirectory(broken);
        File.CreateSymbolicLink(Path.Combine(broken, "broken.yaml"), "nowhere");

        var result = PolicyLoader.Load([empty, missing, large, broken, ""], []);

        Assert.Equal(
            [
                ": is not a file, folder or built-in pack; check the path",
                $"{empty}: contains no policy file; add one that ends in .yaml, .yml or .json",
                $"{large}: is larger than 1024 KiB; split it",
                $"{broken}/broken.yaml: cannot be read: Could not find file '{broken}/broken.yaml'.",
                $"{missing}: is not a file, folder or built-in pack; check the path",
            ],
            result.Errors.Select(error => error.ToString()));
    }

    [Theory]
    [InlineData("deplyments", "is not a file, folder or built-in pack; did you mean 'deployments'?")]
    [InlineData("deployments", "is a built-in pack, not a file or folder; list it under 'BuiltIn' instead")]
    [InlineData("no-such.yaml", "is not a file, folder or built-in pack; check the path")]
    public void A_path_like_the_name_of_a_built_in_pack_is_explained(string path, string reason) =>
        Assert.Equal($"{path}: {reason}", Assert.Single(PolicyLoader.Load([path], []).Errors).ToString());

    [Fact]
    public void The_number_of_files_is_limited()
    {
        for (var number = 0; number <= PolicyLimits.Files; number++)
        {
            Write($"{number:000}.yaml", $"rule-{number}");
        }

        var result = PolicyLoader.Load([_folder], []);

        Assert.Equal($"{_folder}/256.yaml: is one file too many; at most 256 files are loaded together", Assert.Single(result.Errors).ToString());
    }

    private static IEnumerable<string> Rules(PolicyLoadResult result)
    {
        Assert.Empty(result.Errors);
        return result.Policy!.Rules.Select(rule => rule.Name);
    }

    private string Write(string file, string name)
    {
        var path = Path.Combine(_folder, file);
        var kind = $"Kind{name.Replace("-", "", StringComparison.Ordinal)}";
        File.WriteAllText(path, $$"""
            {
              "apiVersion": "tagalong.dev/v1", "kind": "LabelPolicy", "metadata": { "name": "{{name}}" },
              "rules": [{
                "name": "{{name}}",
                "target": { "group": "example.com", "version": "v1", "kind": "{{kind}}" },
                "owners": [{ "group": "argoproj.io", "version": "v1alpha1", "kind": "Rollout" }],
                "sources": [{ "from": "owner" }]
              }]
            }
            """);
        return path;
    }
}
