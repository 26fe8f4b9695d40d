using System.Diagnostics;
using System.Text;
using Tagalong.Core.PolicyFiles;

namespace Tagalong.Core.Tests.PolicyFiles;

public class PolicyLimitsTests
{
    public static TheoryData<string> Repeated => ["[", "{a: ", "- ", "? ", "a: 1\n", "a, ", "[a, ", "---\n", "---\n{}\n", "&a ", "x\n", "\"", "#", " ", "a", "-\n", "- [a, a]\n"];

    [Theory]
    [MemberData(nameof(Repeated))]
    public void The_largest_file_of_one_repeated_text_is_rejected_in_time(string unit)
    {
        var content = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(unit, PolicyLimits.FileBytes / unit.Length)));
        var started = Stopwatch.GetTimestamp();

        var result = PolicyLoader.Load("large.yaml", content);

        Assert.NotEmpty(result.Errors);
        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromMinutes(2));
    }

    [Fact]
    public void A_file_beyond_the_limit_is_rejected()
    {
        var result = PolicyLoader.Load("large.yaml", new byte[PolicyLimits.FileBytes + 1]);

        Assert.Equal("large.yaml: is larger than 1024 KiB; split it", Assert.Single(result.Errors).ToString());
    }

    [Fact]
    public void Aliases_cannot_multiply()
    {
        var text = "a: &a [x, x, x, x, x, x, x, x, x]\n"
            + string.Concat(Enumerable.Range('b', 20).Select(letter => $"{(char)letter}: &{(char)letter} [{string.Join(", ", Enumerable.Repeat($"*{(char)(letter - 1)}", 9))}]\n"));

        var result = PolicyLoader.Load("laughs.yaml", Encoding.UTF8.GetBytes(text));

        Assert.Contains(result.Errors, error => error.ToString() == "laughs.yaml:2:8: b[0]: is an alias, which policies do not support; write out the value");
    }

    [Fact]
    public void The_number_of_reported_errors_is_limited()
    {
        var text = "apiVersion: tagalong.dev/v1\nkind: LabelPolicy\nmetadata: { name: x }\nrules:\n" + string.Concat(Enumerable.Repeat("- { }\n", 256));

        var result = PolicyLoader.Load("faulty.yaml", Encoding.UTF8.GetBytes(text));

        Assert.Equal(PolicyLimits.Errors + 1, result.Errors.Length);
        Assert.Equal("policies: 768 more errors; fix the ones above first", result.Errors[^1].ToString());
    }
}
