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
    [InlineData("team", null)]
    [InlineData("internal.example.com/x", SkipReason.ExcludedByRule)]
    [InlineData("helm.sh/chart", SkipReason.ExcludedByDefault)]
    [InlineData("rollouts-pod-template-hash", SkipReason.Protected)]
    [InlineData("rollout-type", SkipReason.Protected)]
    public void Patterns_and_then_protection_decide_about_a_key(string key, SkipReason? expected)
    {
        Assert.Equal(expected, Rule.Evaluate(key));
    }

    [Fact]
    public void Protection_is_about_the_key_on_the_target()
    {
        Assert.Equal(SkipReason.Protected, Rule.Evaluate("hash"));
        Assert.Equal("example.com/team", Rule.TargetKey("team"));
        Assert.Equal("other", Rule.TargetKey("other"));
    }
}
