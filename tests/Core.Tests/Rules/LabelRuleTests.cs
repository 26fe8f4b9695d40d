using System.Collections.Frozen;
using Tagalong.Core.Objects;
using Tagalong.Core.Rules;

namespace Tagalong.Core.Tests.Rules;

public class LabelRuleTests
{
    private static readonly LabelRule Rule = new()
    {
        Name = "analysisruns-of-rollouts",
        Target = ResourceType.Of("argoproj.io/v1alpha1", "AnalysisRun"),
        Owners = [ResourceType.Of("argoproj.io/v1alpha1", "Rollout")],
        Sources = [new LabelSource(LabelSourceKind.Owner)],
        Exclude = [new Glob("internal.example.com/*")],
        Rename = new Dictionary<string, string> { ["team"] = "example.com/team", ["hash"] = "pod-template-hash" }.ToFrozenDictionary(),
    };

    [Theory]
    [InlineData("team", KeyVerdict.Taken)]
    [InlineData("internal.example.com/x", KeyVerdict.Excluded)]
    [InlineData("helm.sh/chart", KeyVerdict.ExcludedByDefault)]
    [InlineData("rollouts-pod-template-hash", KeyVerdict.Protected)]
    [InlineData("rollout-type", KeyVerdict.Protected)]
    public void A_key_is_judged_by_the_patterns_and_then_by_protection(string key, KeyVerdict expected)
    {
        Assert.Equal(expected, Rule.Judge(key));
    }

    [Fact]
    public void Protection_is_about_the_key_on_the_target()
    {
        Assert.Equal(KeyVerdict.Protected, Rule.Judge("hash"));
        Assert.Equal("example.com/team", Rule.TargetKey("team"));
        Assert.Equal("other", Rule.TargetKey("other"));
    }
}
