using System.Text;
using k8s;
using k8s.Autorest;
using k8s.Models;
using Tagalong.DevCluster.Kinds;
using Tagalong.DevCluster.Security;

namespace Tagalong.DevCluster.Tests;

/// <summary>The official C# client, configured by a kubeconfig as a user would.</summary>
public sealed class OfficialClientTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_creates_reads_patches_and_deletes()
    {
        await using var server = await StartAsync();
        using var client = Connect(server);
        var replicaSet = new V1ReplicaSet
        {
            ApiVersion = "apps/v1",
            Kind = "ReplicaSet",
            Metadata = new V1ObjectMeta { Name = "web", NamespaceProperty = "shop" },
            Spec = new V1ReplicaSetSpec
            {
                Replicas = 2,
                Selector = new V1LabelSelector { MatchLabels = new Dictionary<string, string> { ["app"] = "web" } },
                Template = new V1PodTemplateSpec { Metadata = new V1ObjectMeta { Labels = new Dictionary<string, string> { ["app"] = "web" } } },
            },
        };

        var created = await client.AppsV1.CreateNamespacedReplicaSetAsync(replicaSet, "shop", cancellationToken: Cancelled);
        var patched = await client.AppsV1.PatchNamespacedReplicaSetAsync(
            new V1Patch(Samples.Labels("web", ("team", "payments")).ToJsonString(), V1Patch.PatchType.ApplyPatch), "web", "shop", fieldManager: "labeler", cancellationToken: Cancelled);
        var list = await client.AppsV1.ListReplicaSetForAllNamespacesAsync(labelSelector: "team=payments", cancellationToken: Cancelled);
        await client.AppsV1.DeleteNamespacedReplicaSetAsync("web", "shop", cancellationToken: Cancelled);

        Assert.Equal((2, "shop"), (created.Spec.Replicas, created.Metadata.NamespaceProperty));
        Assert.Equal("payments", patched.Metadata.Labels["team"]);
        Assert.Equal("web", Assert.Single(list.Items).Metadata.Name);
        Assert.Equal(0, server.Objects.Count(ResourceKinds.ReplicaSet));
    }

    [Fact]
    public async Task It_pages_and_recognizes_an_expired_token()
    {
        await using var server = await StartAsync();
        using var client = Connect(server);
        for (var i = 0; i < 5; i++)
        {
            server.Objects.Seed(Samples.ReplicaSet("shop", $"web-{i}"));
        }

        var first = await client.AppsV1.ListNamespacedReplicaSetAsync("shop", limit: 2, cancellationToken: Cancelled);
        var second = await client.AppsV1.ListNamespacedReplicaSetAsync("shop", limit: 2, continueParameter: first.Metadata.ContinueProperty, cancellationToken: Cancelled);
        server.Objects.Create(Samples.ReplicaSet("shop", "late"), "test");
        server.Objects.Compact();
        var error = await Assert.ThrowsAsync<HttpOperationException>(() =>
            client.AppsV1.ListNamespacedReplicaSetAsync("shop", limit: 2, continueParameter: second.Metadata.ContinueProperty, cancellationToken: Cancelled));

        Assert.Equal(["web-0", "web-1", "web-2", "web-3"], first.Items.Concat(second.Items).Select(item => item.Metadata.Name));
        Assert.Equal(3, first.Metadata.RemainingItemCount);
        Assert.Equal(410, (int)error.Response.StatusCode);
        Assert.Contains("The provided continue parameter is too old", error.Response.Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_recognizes_forbidden_requests()
    {
        await using var server = await StartAsync();
        using var client = Connect(server, "reader");

        var error = await Assert.ThrowsAsync<HttpOperationException>(() => client.AppsV1.DeleteNamespacedReplicaSetAsync("web", "shop", cancellationToken: Cancelled));

        Assert.Equal(403, (int)error.Response.StatusCode);
    }

    [Fact]
    public async Task It_recognizes_an_unknown_token()
    {
        await using var server = await StartAsync();
        var kubeconfig = server.KubeconfigFor().Replace(server.AdminToken, "unknown-token", StringComparison.Ordinal);
        using var client = Connect(kubeconfig);

        var error = await Assert.ThrowsAsync<HttpOperationException>(() => client.CoreV1.ListNamespaceAsync(cancellationToken: Cancelled));

        Assert.Equal(401, (int)error.Response.StatusCode);
    }

    [Fact]
    public async Task It_does_not_trust_a_server_of_another_authority()
    {
        await using var server = await StartAsync();
        await using var other = await StartAsync();
        using var client = Connect(server.KubeconfigFor().Replace(server.Url.Port.ToString(), other.Url.Port.ToString(), StringComparison.Ordinal));

        await Assert.ThrowsAsync<HttpRequestException>(() => client.CoreV1.ListNamespaceAsync(cancellationToken: Cancelled));
    }

    private static Task<DevApiServer> StartAsync()
    {
        var rule = new AccessRule(["get", "list", "watch"], "apps", ["replicasets"]);
        var options = new DevApiServerOptions { Users = { new DevUser("reader", "token-of-reader", [rule]) } };
        options.Namespaces.Add("shop");
        return DevApiServer.StartAsync(options, Cancelled);
    }

    private static Kubernetes Connect(DevApiServer server, string? user = null) => Connect(server.KubeconfigFor(user));

    private static Kubernetes Connect(string kubeconfig)
    {
        using var text = new MemoryStream(Encoding.UTF8.GetBytes(kubeconfig));
        return new Kubernetes(KubernetesClientConfiguration.BuildConfigFromConfigFile(text));
    }
}
