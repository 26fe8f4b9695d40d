using System.Globalization;
using System.Text.Json.Nodes;
using Tagalong.DevCluster.Kinds;
using Tagalong.Testing;

namespace Tagalong.Cluster.Tests;

/// <summary>Watches, as the relay needs them.</summary>
public sealed class WatchTests(ClusterFixture fixture) : ClusterTest(fixture)
{
    // Only the tests write Experiments, even on a full cluster.
    private string Collection => ClusterApi.PathOf(ResourceKinds.Experiment, Namespace);

    [Fact]
    public async Task A_watch_from_a_list_shows_each_later_change_once_and_in_order()
    {
        using var labeler = ClusterApi.Of(Cluster.LabelerKubeconfig);
        await CreateAsync(Manifests.Experiment(Namespace, "before", "app=web"));
        var version = await ListedVersionAsync(labeler);
        var value = await CreateAsync(Manifests.Experiment(Namespace, "after", "app=web"));

        using var watch = await WatchReader.OpenAsync(labeler.Http, $"{Collection}?watch=true&resourceVersion={version}&timeoutSeconds=30");
        await Admin.LabelAsync(value, "team", "payments", "kubectl-label");
        await Admin.DeleteAsync(value);

        Assert.Equal("ADDED after", await watch.NextAsync());
        Assert.Equal("MODIFIED after", await watch.NextAsync());
        Assert.Equal("DELETED after", await watch.NextAsync());
    }

    [Fact]
    public async Task A_watch_resumes_from_a_bookmark_and_ends_at_its_timeout()
    {
        using var labeler = ClusterApi.Of(Cluster.LabelerKubeconfig);
        var version = await ListedVersionAsync(labeler);

        // An older API server sends no bookmark before the first change of the watch.
        using var watch = await WatchReader.OpenAsync(labeler.Http, $"{Collection}?watch=true&resourceVersion={version}&allowWatchBookmarks=true&timeoutSeconds=4");
        await CreateAsync(Manifests.Experiment(Namespace, "web", "app=web"));
        var added = await watch.NextEventAsync();
        var bookmark = await watch.NextEventAsync();
        while (await watch.NextEventAsync() is { } more)
        {
            bookmark = more;
        }

        using var resumed = await WatchReader.OpenAsync(labeler.Http, $"{Collection}?watch=true&resourceVersion={bookmark!["object"]!["metadata"]!["resourceVersion"]}&timeoutSeconds=30");
        await CreateAsync(Manifests.Experiment(Namespace, "next", "app=web"));

        Assert.Equal("BOOKMARK", (string?)bookmark["type"]);
        Assert.Equal("Experiment", (string?)bookmark["object"]!["kind"]);
        Assert.True(VersionOf(bookmark) >= VersionOf(added!));
        Assert.Equal("ADDED next", await resumed.NextAsync());
    }

    private static long VersionOf(JsonNode shown) =>
        long.Parse((string)shown["object"]!["metadata"]!["resourceVersion"]!, CultureInfo.InvariantCulture);

    private async Task<string> ListedVersionAsync(ClusterApi api)
    {
        var (_, list) = await api.CallAsync(HttpMethod.Get, Collection);
        return (string)list["metadata"]!["resourceVersion"]!;
    }
}
