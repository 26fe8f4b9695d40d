using Tagalong.Testing;

namespace Tagalong.Server.Tests.Watching;

/// <summary>The Deployment that ships for the relay, as kubectl renders it.</summary>
public class RelayDeploymentTests
{
    [Fact]
    public async Task The_deployment_has_the_shipped_rights_and_runs_the_verb_watch()
    {
        using var kubectl = new Kubectl(kubeconfig: "");

        var rendered = await kubectl.RunAsync($"kustomize {Path.Combine(Path.GetDirectoryName(ShippedRights.Folder)!, "relay")}");
        var documents = rendered.Split("\n---\n");
        var deployment = Assert.Single(documents, static document => document.Contains("\nkind: Deployment\n", StringComparison.Ordinal));
        var policy = Assert.Single(documents, static document => document.Contains("\nkind: NetworkPolicy\n", StringComparison.Ordinal));

        Assert.Equal(
            (await ShippedRights.RenderAsync()).Trim().Split("\n---\n").Order(),
            documents.Where(document => document != deployment && document != policy).Select(static document => document.Trim()).Order());
        Assert.Contains("- watch\n        - --apply\n", deployment, StringComparison.Ordinal);
        Assert.Contains("serviceAccountName: tagalong\n", deployment, StringComparison.Ordinal);
        Assert.Contains("namespace: tagalong\n", deployment, StringComparison.Ordinal);
        Assert.Contains("path: /readyz\n", deployment, StringComparison.Ordinal);
        Assert.Contains("  podSelector:\n    matchLabels:\n      app.kubernetes.io/component: relay\n", policy, StringComparison.Ordinal);
    }
}
