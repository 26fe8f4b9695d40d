using System.Collections.Immutable;
using Tagalong.Core.Objects;
using Tagalong.Core.Rules;

namespace Tagalong.Core.Tests.Rules;

public class KeyFilterTests
{
    [Theory]
    [InlineData("team", "*", "", KeyVerdict.Taken)]
    [InlineData("team", "*", "team", KeyVerdict.Excluded)]
    [InlineData("team", "team", "*", KeyVerdict.Excluded)]
    [InlineData("team", "cost-*", "", KeyVerdict.NotIncluded)]
    [InlineData("team", "cost-* team", "", KeyVerdict.Taken)]
    [InlineData("helm.sh/chart", "*", "", KeyVerdict.ExcludedByDefault)]
    [InlineData("helm.sh/chart", "**", "", KeyVerdict.ExcludedByDefault)]
    [InlineData("helm.sh/chart", "team", "", KeyVerdict.NotIncluded)]
    [InlineData("helm.sh/chart", "* helm.sh/chart", "", KeyVerdict.Taken)]
    [InlineData("helm.sh/chart", "* helm.sh/*", "", KeyVerdict.Taken)]
    [InlineData("helm.sh/chart", "helm.sh/*", "*/chart", KeyVerdict.Excluded)]
    public void A_key_is_judged_by_exclude_then_include_then_the_default_exclusions(
        string key, string include, string exclude, KeyVerdict expected)
    {
        var verdict = KeyFilter.Judge(key, Patterns(include), Patterns(exclude));

        Assert.Equal(expected, verdict);
    }

    [Fact]
    public void Judging_a_key_allocates_nothing()
    {
        var (include, exclude) = (Patterns("* example.com/*/x*y"), Patterns("internal.example.com/* a*b*c"));
        string[] keys = ["team", "app.kubernetes.io/name", "helm.sh/chart", "internal.example.com/x", "node.kubernetes.io/zone"];
        Judge();

        var before = GC.GetAllocatedBytesForCurrentThread();
        Judge();
        var after = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal(0, after - before);

        void Judge()
        {
            foreach (var key in keys)
            {
                KeyFilter.Judge(key, include, exclude);
            }
        }
    }

    private static ImmutableArray<Glob> Patterns(string list) =>
        [.. list.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(text => new Glob(text))];
}
