using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Tagalong.DevCluster.Kinds;
using Tagalong.Testing;

namespace Tagalong.Cluster.Tests;

/// <summary>Lists, as a sweep over all objects of a cluster needs them.</summary>
public sealed class ListTests(ClusterFixture fixture) : ClusterTest(fixture)
{
    private const string MetadataOnly = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";

    private string Collection => ClusterApi.PathOf(ResourceKinds.ReplicaSet, Namespace);

    [Fact]
    public async Task Pages_show_each_object_of_the_first_pages_version_once()
    {
        using var labeler = ClusterApi.Of(Cluster.LabelerKubeconfig);
        await CreateAsync(7);
        var names = new List<string>();
        var versions = new HashSet<string>();
        var token = "";

        do
        {
            var (code, page) = await labeler.CallAsync(HttpMethod.Get, $"{Collection}?limit=3&continue={Uri.EscapeDataString(token)}");
            Assert.Equal(HttpStatusCode.OK, code);
            names.AddRange(page["items"]!.AsArray().Select(item => (string)item!["metadata"]!["name"]!));
            versions.Add((string)page["metadata"]!["resourceVersion"]!);
            if (token.Length == 0)
            {
                Assert.Equal(4, (int?)page["metadata"]!["remainingItemCount"]);
                await CreateAsync(1, "late");
            }

            token = (string?)page["metadata"]!["continue"] ?? "";
        }
        while (token.Length > 0);

        Assert.Equal(["web-0", "web-1", "web-2", "web-3", "web-4", "web-5", "web-6"], names);
        Assert.Single(versions);
    }

    [Fact]
    public async Task A_list_of_metadata_has_everything_the_planner_needs_except_the_spec()
    {
        using var labeler = ClusterApi.Of(Cluster.LabelerKubeconfig);
        var rollout = await CreateAsync(Manifests.Rollout(Namespace, "web", "team=payments"));
        var replicaSet = await CreateAsync(Manifests.ReplicaSet(Namespace, "web-1", "app=web", "app=web", rollout));
        using var request = new HttpRequestMessage(HttpMethod.Get, Collection);
        request.Headers.Accept.Add(MediaTypeWithQualityHeaderValue.Parse(MetadataOnly));

        using var response = await labeler.Http.SendAsync(request, TestContext.Current.CancellationToken);
        var list = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;

        var shown = Assert.Single(list["items"]!.AsArray())!;
        Assert.Equal("PartialObjectMetadataList", (string?)list["kind"]);
        foreach (var name in (string[])["uid", "name", "namespace", "labels", "ownerReferences"])
        {
            Assert.True(JsonNode.DeepEquals(replicaSet["metadata"]![name], shown["metadata"]![name]), $"{shown["metadata"]}");
        }

        Assert.NotNull(shown["metadata"]!["resourceVersion"]);
        Assert.Contains(shown["metadata"]!["managedFields"]!.AsArray(), entry => (string?)entry!["manager"] == Argo);
        Assert.Null(shown["spec"]);
    }

    private async Task CreateAsync(int count, string name = "web")
    {
        for (var number = 0; number < count; number++)
        {
            await CreateAsync(Manifests.ReplicaSet(Namespace, $"{name}-{number}", "app=web", "app=web"));
        }
    }
}
