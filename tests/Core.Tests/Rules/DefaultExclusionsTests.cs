using Tagalong.Core.Rules;

namespace Tagalong.Core.Tests.Rules;

public class DefaultExclusionsTests
{
    [Theory]
    [InlineData("argocd.argoproj.io/instance")]
    [InlineData("helm.sh/chart")]
    [InlineData("app.kubernetes.io/managed-by")]
    [InlineData("kubernetes.io/metadata.name")]
    [InlineData("pod-security.kubernetes.io/enforce")]
    [InlineData("x.app.kubernetes.io/name")]
    [InlineData("k8s.io/cluster-service")]
    [InlineData("kustomize.toolkit.k8s.io/name")]
    public void A_key_of_another_tool_is_excluded(string key)
    {
        Assert.True(DefaultExclusions.Cover(key));
    }

    [Theory]
    [InlineData("team")]
    [InlineData("helm.sh")]
    [InlineData("app.kubernetes.io/name")]
    [InlineData("app.kubernetes.io/instance")]
    [InlineData("app.kubernetes.io/managed-by-team")]
    [InlineData("argoproj.io/team")]
    [InlineData("notkubernetes.io/team")]
    [InlineData("example.com/k8s.io")]
    public void Every_other_key_is_not(string key)
    {
        Assert.False(DefaultExclusions.Cover(key));
    }
}
