using System.Net;
using System.Text.Json.Nodes;
using Tagalong.DevCluster.Kinds;
using Tagalong.Testing;

namespace Tagalong.Cluster.Tests;

/// <summary>Reads from a resource version that the API server no longer keeps.</summary>
[Collection(nameof(Alone))]
public sealed class ExpiredHistoryTests(ClusterFixture fixture) : ClusterTest(fixture)
{
    [Fact]
    public async Task An_expired_page_is_rejected_with_a_token_for_the_rest_of_the_current_objects()
    {
        Assert.SkipWhen(Cluster.Server is null, "only the history of a server that the suite started can be compacted");
        using var labeler = ClusterApi.Of(Cluster.LabelerKubeconfig);
        var collection = ClusterApi.PathOf(ResourceKinds.ReplicaSet, Namespace);
        for (var number = 0; number < 4; number++)
        {
            await CreateAsync(Manifests.ReplicaSet(Namespace, $"web-{number}", "app=web", "app=web"));
        }

        var (_, first) = await labeler.CallAsync(HttpMethod.Get, $"{collection}?limit=2");
        var token = Uri.EscapeDataString((string)first["metadata"]!["continue"]!);
        await CreateAsync(Manifests.ReplicaSet(Namespace, "web-9", "app=web", "app=web"));
        await Cluster.Server!.CompactAsync();
        var (code, error) = await labeler.CallAsync(HttpMethod.Get, $"{collection}?limit=2&continue={token}");
        var fresh = Uri.EscapeDataString((string)error["metadata"]!["continue"]!);
        var (_, rest) = await labeler.CallAsync(HttpMethod.Get, $"{collection}?continue={fresh}");

        Assert.Equal((HttpStatusCode.Gone, "Expired"), (code, (string?)error["reason"]));
        Assert.Equal(["web-2", "web-3", "web-9"], rest["items"]!.AsArray().Select(item => (string?)item!["metadata"]!["name"]));
    }

    [Fact]
    public async Task A_watch_from_an_expired_version_gets_410()
    {
        using var labeler = ClusterApi.Of(Cluster.LabelerKubeconfig);
        await CreateAsync(Manifests.Rollout(Namespace, "web", "team=payments"));
        await (Cluster.Server?.CompactAsync() ?? Task.CompletedTask);

        var path = $"{ClusterApi.PathOf(ResourceKinds.Rollout, Namespace)}?watch=true&resourceVersion=1&timeoutSeconds=5";
        using var response = await labeler.Http.GetAsync(new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        var line = JsonNode.Parse((await lines.ReadLineAsync(TestContext.Current.CancellationToken))!)!;

        // The error is either the response itself, or the only event of an accepted watch.
        var status = response.StatusCode == HttpStatusCode.OK ? line["object"]! : line;
        Assert.Equal((410, "Expired"), ((int?)status["code"], (string?)status["reason"]));
    }
}
