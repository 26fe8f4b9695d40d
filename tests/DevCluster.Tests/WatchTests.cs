using Tagalong.DevCluster.Kinds;
using Tagalong.Testing;

namespace Tagalong.DevCluster.Tests;

public sealed class WatchTests
{
    private const string Url = "/apis/apps/v1/namespaces/shop/replicasets?watch=true";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_watch_without_a_version_starts_with_the_current_objects()
    {
        await using var server = await StartAsync();
        using var client = server.CreateClient();
        server.Objects.Create(Samples.ReplicaSet("shop", "a"), "test");
        server.Objects.Create(Samples.ReplicaSet("elsewhere", "b"), "test");

        using var watch = await WatchReader.OpenAsync(client, Url);

        Assert.Equal("ADDED a", await watch.NextAsync());
        server.Objects.Apply(Samples.Labels("a", ("x", "y")).In("shop"), "test");
        Assert.Equal("MODIFIED a", await watch.NextAsync());
        server.Objects.Create(Samples.ReplicaSet("shop", "c"), "test");
        Assert.Equal("ADDED c", await watch.NextAsync());
        server.Objects.Delete(ResourceKinds.ReplicaSet, "shop", "a");
        Assert.Equal("DELETED a", await watch.NextAsync());
    }

    [Fact]
    public async Task A_watch_from_a_version_starts_with_the_changes_after_it()
    {
        await using var server = await StartAsync();
        using var client = server.CreateClient();
        server.Objects.Create(Samples.ReplicaSet("shop", "a"), "test");
        var version = server.Objects.ResourceVersion;
        server.Objects.Create(Samples.ReplicaSet("shop", "b"), "test");
        server.Objects.Delete(ResourceKinds.ReplicaSet, "shop", "a");

        using var watch = await WatchReader.OpenAsync(client, $"{Url}&resourceVersion={version}");

        Assert.Equal("ADDED b", await watch.NextAsync());
        var deleted = (await watch.NextEventAsync())!;
        Assert.Equal("DELETED", deleted["type"]!.ToString());
        Assert.Equal(server.Objects.ResourceVersion.ToString(), deleted["object"]!["metadata"]!["resourceVersion"]!.ToString());
    }

    [Fact]
    public async Task An_object_is_added_and_deleted_as_it_starts_and_stops_matching_the_selector()
    {
        await using var server = await StartAsync();
        using var client = server.CreateClient();
        server.Objects.Create(Samples.ReplicaSet("shop", "a"), "test");
        using var watch = await WatchReader.OpenAsync(client, $"{Url}&labelSelector=team%3Dpayments&resourceVersion={server.Objects.ResourceVersion}");

        server.Objects.Apply(Samples.Labels("a", ("team", "payments")).In("shop"), "test");
        server.Objects.Apply(Samples.Labels("a", ("team", "payments"), ("x", "y")).In("shop"), "test");
        server.Objects.Apply(Samples.Labels("a").In("shop"), "test");

        Assert.Equal("ADDED a", await watch.NextAsync());
        Assert.Equal("MODIFIED a", await watch.NextAsync());
        var deleted = (await watch.NextEventAsync())!;
        Assert.Equal(("DELETED", "payments"), (deleted["type"]!.ToString(), deleted["object"]!["metadata"]!["labels"]!["team"]!.ToString()));
    }

    [Fact]
    public async Task A_watch_that_allows_bookmarks_gets_them()
    {
        await using var server = await DevApiServer.StartAsync(new DevApiServerOptions { BookmarkInterval = TimeSpan.FromMilliseconds(20) }, Cancelled);
        using var client = server.CreateClient();
        using var watch = await WatchReader.OpenAsync(client, $"{Url}&allowWatchBookmarks=true");
        server.Objects.AdvanceResourceVersion(700);

        // Some changes may already have been sent.
        string version;
        do
        {
            var bookmark = (await watch.NextEventAsync())!;
            Assert.Equal("BOOKMARK", bookmark["type"]!.ToString());
            version = bookmark["object"]!["metadata"]!["resourceVersion"]!.ToString();
        }
        while (version != "700");
    }

    [Fact]
    public async Task A_watch_ends_at_its_timeout()
    {
        await using var server = await StartAsync();
        using var client = server.CreateClient();
        using var watch = await WatchReader.OpenAsync(client, Url + "&timeoutSeconds=1");

        Assert.Null(await watch.NextAsync());
    }

    [Fact]
    public async Task A_watch_from_an_expired_version_gets_an_error()
    {
        await using var server = await DevApiServer.StartAsync(new DevApiServerOptions { HistorySize = 3 }, Cancelled);
        using var client = server.CreateClient();
        var version = server.Objects.ResourceVersion;
        for (var i = 0; i < 5; i++)
        {
            server.Objects.Create(Samples.ReplicaSet("shop", $"web-{i}"), "test");
        }

        using var watch = await WatchReader.OpenAsync(client, $"{Url}&resourceVersion={version}");

        var error = (await watch.NextEventAsync())!;
        Assert.Equal(("ERROR", "Expired", "410"), (error["type"]!.ToString(), error["object"]!["reason"]!.ToString(), error["object"]!["code"]!.ToString()));
        Assert.Null(await watch.NextAsync());
    }

    [Fact]
    public async Task Many_watches_see_every_one_of_many_changes()
    {
        const int Watches = 8;
        const int Changes = 500;
        await using var server = await StartAsync();
        using var client = server.CreateClient();
        var readers = new List<WatchReader>();
        for (var i = 0; i < Watches; i++)
        {
            readers.Add(await WatchReader.OpenAsync(client, Url));
        }

        var writing = Task.Run(() => Parallel.For(0, Changes, i => server.Objects.Create(Samples.ReplicaSet("shop", $"web-{i}"), "test")), Cancelled);
        var seen = await Task.WhenAll(readers.Select(async reader =>
        {
            var versions = new List<long>();
            while (versions.Count < Changes)
            {
                versions.Add(long.Parse((await reader.NextEventAsync())!["object"]!["metadata"]!["resourceVersion"]!.ToString()));
            }

            return versions;
        }));
        await writing;

        Assert.All(seen, versions => Assert.Equal(versions.Distinct().Order(), versions));
        readers.ForEach(reader => reader.Dispose());
    }

    [Fact]
    public async Task A_watch_of_metadata_contains_nothing_else()
    {
        await using var server = await StartAsync();
        using var client = server.CreateClient();
        client.DefaultRequestHeaders.Accept.ParseAdd("application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1");
        server.Objects.Create(Samples.ReplicaSet("shop", "a"), "test");

        using var watch = await WatchReader.OpenAsync(client, Url);

        var added = (await watch.NextEventAsync())!["object"]!.AsObject();
        Assert.Equal("PartialObjectMetadata", added["kind"]!.ToString());
        Assert.Equal(["kind", "apiVersion", "metadata"], added.Select(field => field.Key));
    }

    [Fact]
    public async Task A_stopped_server_ends_its_watches()
    {
        await using var server = await StartAsync();
        using var client = server.CreateClient();
        using var watch = await WatchReader.OpenAsync(client, Url);

        await server.StopAsync();

        await Assert.ThrowsAnyAsync<IOException>(async () =>
        {
            if (await watch.NextAsync() is null)
            {
                throw new IOException("ended");
            }
        });
    }

    private static Task<DevApiServer> StartAsync() => DevApiServer.StartAsync(new DevApiServerOptions(), Cancelled);
}
