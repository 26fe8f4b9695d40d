using System.Net;
using System.Text.Json.Nodes;
using Tagalong.DevCluster.Kinds;
using Tagalong.Testing;

namespace Tagalong.Cluster.Tests;

/// <summary>A place in the past that the API server no longer remembers.</summary>
[Collection(nameof(Alone))]
public sealed class ExpiredHistoryTests(ClusterFixture fixture) : ClusterTest(fixture)
{
    [Fact]
    public async Task A_page_from_too_long_ago_is_refused_with_a_token_for_the_rest_as_it_is_now()
    {
        Assert.SkipWhen(Cluster.Server is null, "only a server that the suite started can be made to forget its history");
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
        var (code, refusal) = await labeler.CallAsync(HttpMethod.Get, $"{collection}?limit=2&continue={token}");
        var fresh = Uri.EscapeDataString((string)refusal["metadata"]!["continue"]!);
        var (_, rest) = await labeler.CallAsync(HttpMethod.Get, $"{collection}?continue={fresh}");

        Assert.Equal((HttpStatusCode.Gone, "Expired"), (code, (string?)refusal["reason"]));
        Assert.Equal(["web-2", "web-3", "web-9"], rest["items"]!.AsArray().Select(item => (string?)item!["metadata"]!["name"]));
    }

    [Fact]
    public async Task A_watch_from_too_long_ago_is_told_to_list_again()
    {
        using var labeler = ClusterApi.Of(Cluster.LabelerKubeconfig);
        await CreateAsync(Manifests.Rollout(Namespace, "web", "team=payments"));
        await (Cluster.Server?.CompactAsync() ?? Task.CompletedTask);

        var path = $"{ClusterApi.PathOf(ResourceKinds.Rollout, Namespace)}?watch=true&resourceVersion=1&timeoutSeconds=5";
        using var response = await labeler.Http.GetAsync(new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        var line = JsonNode.Parse((await lines.ReadLineAsync(TestContext.Current.CancellationToken))!)!;

        // Either as the answer itself, or as the only event of a watch that was accepted.
        var status = response.StatusCode == HttpStatusCode.OK ? line["object"]! : line;
        Assert.Equal((410, "Expired"), ((int?)status["code"], (string?)status["reason"]));
    }
}
