using System.Collections.Immutable;
using Tagalong.Core.Objects;
using Tagalong.Core.Rules;

namespace Tagalong.Core.Tests.Rules;

public class KeyFilterTests
{
    [Theory]
    [InlineData("team", "*", "", null)]
    [InlineData("team", "*", "team", SkipReason.ExcludedByRule)]
    [InlineData("team", "team", "*", SkipReason.ExcludedByRule)]
    [InlineData("team", "cost-*", "", SkipReason.NotIncluded)]
    [InlineData("team", "cost-* team", "", null)]
    [InlineData("helm.sh/chart", "*", "", SkipReason.ExcludedByDefault)]
    [InlineData("helm.sh/chart", "**", "", SkipReason.ExcludedByDefault)]
    [InlineData("helm.sh/chart", "team", "", SkipReason.NotIncluded)]
    [InlineData("helm.sh/chart", "* helm.sh/chart", "", null)]
    [InlineData("helm.sh/chart", "* helm.sh/*", "", null)]
    [InlineData("helm.sh/chart", "helm.sh/*", "*/chart", SkipReason.ExcludedByRule)]
    public void Exclude_then_include_then_the_default_exclusions_decide_about_a_key(
        string key, string include, string exclude, SkipReason? expected)
    {
        Assert.Equal(expected, KeyFilter.Evaluate(key, Patterns(include), Patterns(exclude)));
    }

    [Fact]
    public void Evaluating_a_key_allocates_nothing()
    {
        var (include, exclude) = (Patterns("* example.com/*/x*y"), Patterns("internal.example.com/* a*b*c"));
        string[] keys = ["team", "app.kubernetes.io/name", "helm.sh/chart", "internal.example.com/x", "node.kubernetes.io/zone"];
        Evaluate();

        var before = GC.GetAllocatedBytesForCurrentThread();
        Evaluate();
        var after = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal(0, after - before);

        void Evaluate()
        {
            foreach (var key in keys)
            {
                KeyFilter.Evaluate(key, include, exclude);
            }
        }
    }

    private static ImmutableArray<Glob> Patterns(string list) =>
        [.. list.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(text => new Glob(text))];
}
