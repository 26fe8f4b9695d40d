using Tagalong.Core.Objects;
using Tagalong.Core.Rules;

namespace Tagalong.Core.Tests.Rules;

public class ProtectedKeysTests
{
    private static readonly GroupKind ReplicaSet = new("apps", "ReplicaSet");
    private static readonly GroupKind AnalysisRun = new("argoproj.io", "AnalysisRun");

    [Theory]
    [InlineData("rollouts-pod-template-hash")]
    [InlineData("pod-template-hash")]
    [InlineData("controller-revision-hash")]
    [InlineData("argo-rollouts.argoproj.io/controller-instance-id")]
    public void A_key_that_controllers_select_objects_by_is_protected_on_every_kind(string key)
    {
        Assert.True(ProtectedKeys.Cover(ReplicaSet, key));
        Assert.True(ProtectedKeys.Cover(AnalysisRun, key));
    }

    [Theory]
    [InlineData("rollout-type")]
    [InlineData("step-index")]
    public void A_key_that_distinguishes_analysis_runs_is_protected_on_them_only(string key)
    {
        Assert.True(ProtectedKeys.Cover(AnalysisRun, key));
        Assert.False(ProtectedKeys.Cover(ReplicaSet, key));
        Assert.False(ProtectedKeys.Cover(new GroupKind("example.com", "AnalysisRun"), key));
    }

    [Fact]
    public void Any_other_key_is_free()
    {
        Assert.False(ProtectedKeys.Cover(AnalysisRun, "team"));
    }
}
