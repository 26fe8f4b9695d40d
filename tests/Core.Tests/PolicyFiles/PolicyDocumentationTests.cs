using System.Text;
using Tagalong.Core.PolicyFiles;
using Tagalong.Core.Rules;

namespace Tagalong.Core.Tests.PolicyFiles;

public class PolicyDocumentationTests
{
    private static readonly string Text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Docs", "policies.md"));

    public static TheoryData<string> Examples =>
        [.. Text.Split("\n```").Where(block => block.StartsWith("yaml\n", StringComparison.Ordinal) || block.StartsWith("json\n", StringComparison.Ordinal)).Select(block => block[5..])];

    [Theory]
    [MemberData(nameof(Examples))]
    public void Every_example_is_loaded(string example)
    {
        Assert.Empty(PolicyLoader.Load("policies.md", Encoding.UTF8.GetBytes(example)).Errors);
    }

    [Fact]
    public void There_are_examples()
    {
        Assert.Equal(5, Examples.Count);
    }

    [Fact]
    public void Every_pack_protected_key_and_excluded_pattern_is_listed()
    {
        string[] names =
        [
            .. BuiltInPolicies.Names,
            .. ProtectedKeys.Everywhere,
            .. ProtectedKeys.OnAnalysisRuns,
            .. DefaultExclusions.Patterns.Select(pattern => pattern.Text),
        ];

        Assert.All(names, name => Assert.Contains($"`{name}`", Text, StringComparison.Ordinal));
    }

    [Fact]
    public void The_table_of_packs_is_what_they_hold()
    {
        var rows = PolicyLoader.Load([], BuiltInPolicies.Names).Policy!.Rules.Select(rule =>
            $"| {rule.Target.Kind} | {rule.Owners[0].Kind} | "
            + string.Join(", ", rule.Sources.Select(source => $"`{char.ToLowerInvariant(source.Kind.ToString()[0])}{source.Kind.ToString()[1..]}`")) + " |");

        Assert.All(rows, row => Assert.Contains(row, Text, StringComparison.Ordinal));
    }
}
