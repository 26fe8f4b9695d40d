using System.Text.Json.Nodes;
using Tagalong.Core.ApiServer;
using Tagalong.Core.Objects;
using Tagalong.DevCluster;
using Tagalong.DevCluster.Faults;

namespace Tagalong.Core.Tests.ApiServer;

public sealed class ObjectPagesTests : IAsyncLifetime
{
    private static readonly ResourceType ReplicaSets = new("apps", "v1", "ReplicaSet", "replicasets");
    private static readonly ApiCallOptions InTens = new() { PageSize = 10, RetryDelay = TimeSpan.FromMilliseconds(1), AttemptTimeout = TimeSpan.FromSeconds(30) };

    private DevApiServer _cluster = null!;

    public async ValueTask InitializeAsync()
    {
        _cluster = await DevApiServer.StartAsync(new DevApiServerOptions { HistorySize = 100 }, TestContext.Current.CancellationToken);
        Make("shop", 0, 25);
        Make("other", 0, 3);
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Theory]
    [InlineData("shop", false, 25, 3)]
    [InlineData("shop", true, 25, 3)]
    [InlineData("", false, 28, 3)]
    [InlineData("none", false, 0, 1)]
    public async Task Every_object_is_listed_once_with_one_call_per_page(string ns, bool metadataOnly, int count, int calls)
    {
        using var connection = Connections.To(_cluster, InTens);
        var pages = new ObjectPages(connection, ReplicaSets, ns, metadataOnly, static _ => true);

        var (names, last, took) = await ReadAsync(pages);

        Assert.Equal((ApiStatus.Ok, count, count), (last.Answer.Status, names.Count, names.Distinct().Count()));
        Assert.Equal((calls, calls), (took, _cluster.Requests.Reads));
    }

    [Fact]
    public async Task A_list_that_expires_continues_where_it_was()
    {
        using var connection = Connections.To(_cluster, InTens);
        var pages = new ObjectPages(connection, ReplicaSets, "shop", metadataOnly: false, static _ => true);
        await pages.NextAsync(TestContext.Current.CancellationToken);
        Make("shop", 25, 30);
        _cluster.Objects.Compact();

        var (names, last, took) = await ReadAsync(pages);

        Assert.Equal((ApiStatus.Ok, 20), (last.Answer.Status, names.Count));
        Assert.Equal((3, 4), (took, _cluster.Requests.Reads));
    }

    [Fact]
    public async Task A_list_that_expires_again_and_again_ends()
    {
        using var connection = Connections.To(_cluster, InTens);
        _cluster.Faults.Add(Fault.Status(410, "Expired", "too old"), request => request.Query.Contains("continue", StringComparison.Ordinal));
        var pages = new ObjectPages(connection, ReplicaSets, "shop", metadataOnly: false, static _ => true);

        var (_, last, _) = await ReadAsync(pages);

        Assert.Equal((ApiStatus.Expired, 8), (last.Answer.Status, _cluster.Requests.Reads));
        Assert.Null(await pages.NextAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("503")]
    [InlineData("hang")]
    public async Task A_page_that_breaks_off_is_requested_again_and_no_object_is_listed_twice(string fault)
    {
        using var connection = Connections.To(_cluster, new ApiCallOptions { PageSize = 10, RetryDelay = TimeSpan.FromMilliseconds(1), AttemptTimeout = TimeSpan.FromSeconds(2) });
        _cluster.Faults.Add(
            fault switch { "cut" => Fault.CutHalfway(), "hang" => Fault.Hang(), _ => Fault.Status(503, "ServiceUnavailable", "later") },
            request => request.Query.Contains("continue", StringComparison.Ordinal),
            times: 1);
        var pages = new ObjectPages(connection, ReplicaSets, "shop", metadataOnly: false, static _ => true);

        var (names, last, _) = await ReadAsync(pages);

        Assert.Equal((ApiStatus.Ok, 25, 25), (last.Answer.Status, names.Count, names.Distinct().Count()));
    }

    [Fact]
    public async Task A_kind_that_is_not_served_has_no_page()
    {
        using var connection = Connections.To(_cluster, InTens);
        var pages = new ObjectPages(connection, new ResourceType("example.com", "v1", "Thing", "things"), "shop", metadataOnly: false, static _ => true);

        var (_, last, _) = await ReadAsync(pages);

        Assert.Equal(ApiStatus.NotServed, last.Answer.Status);
    }

    private static async Task<(List<string> Names, ListPage Last, int Calls)> ReadAsync(ObjectPages pages)
    {
        var names = new List<string>();
        var (last, calls) = (default(ListPage), 0);
        while (await pages.NextAsync(TestContext.Current.CancellationToken) is { } page)
        {
            names.AddRange(page.Items.Select(item => $"{item.Namespace}/{item.Name}"));
            calls += page.Calls;
            last = page;
        }

        return (names, last, calls);
    }

    private void Make(string ns, int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            _cluster.Objects.Seed(JsonNode.Parse(
                $$$"""{"apiVersion":"apps/v1","kind":"ReplicaSet","metadata":{"name":"a-{{{i}}}","namespace":"{{{ns}}}"},"spec":{}}""")!.AsObject());
        }
    }
}
