using System.Diagnostics;
using System.Net;
using Tagalong.DevCluster.Faults;
using Tagalong.DevCluster.Kinds;
using Tagalong.Testing;

namespace Tagalong.DevCluster.Tests;

public sealed class FaultTests
{
    private const string Url = "/apis/apps/v1/namespaces/shop/replicasets";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_status_is_returned_as_often_as_configured()
    {
        await using var server = await StartAsync();
        using var client = server.CreateClient();
        server.Faults.Add(Fault.Status(503, "ServiceUnavailable", "etcd is away"), request => request.Verb == "get", times: 2);

        var codes = new List<int>();
        for (var i = 0; i < 3; i++)
        {
            codes.Add((int)(await client.GetJsonAsync($"{Url}/web")).Code);
        }

        Assert.Equal([503, 503, 200], codes);
        Assert.Equal(HttpStatusCode.OK, (await client.GetJsonAsync(Url)).Code);
        Assert.Equal(3, server.Requests.Count(record => record.Verb == "get" && record.Name == "web"));
    }

    [Fact]
    public async Task Too_many_requests_has_a_retry_after()
    {
        await using var server = await StartAsync();
        using var client = server.CreateClient();
        server.Faults.Add(Fault.TooManyRequests(retryAfterSeconds: 7));

        using var response = await client.GetAsync(Url, Cancelled);

        Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(7), response.Headers.RetryAfter?.Delta);
        Assert.Contains("\"retryAfterSeconds\":7", await response.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Disposing_a_fault_removes_it()
    {
        await using var server = await StartAsync();
        using var client = server.CreateClient();

        using (server.Faults.Add(Fault.Status(500, "InternalError", "no")))
        {
            Assert.Equal(HttpStatusCode.InternalServerError, (await client.GetJsonAsync(Url)).Code);
        }

        Assert.Equal(HttpStatusCode.OK, (await client.GetJsonAsync(Url)).Code);
    }

    [Fact]
    public async Task Latency_delays_a_request_that_is_then_served()
    {
        await using var server = await StartAsync();
        using var client = server.CreateClient();
        server.Faults.Add(Fault.Latency(TimeSpan.FromMilliseconds(150)));
        var watch = Stopwatch.StartNew();

        Assert.Equal(HttpStatusCode.OK, (await client.GetJsonAsync(Url)).Code);
        Assert.True(watch.ElapsedMilliseconds >= 140, $"{watch.ElapsedMilliseconds} ms");
    }

    [Fact]
    public async Task A_hanging_request_hangs_until_the_client_cancels_it_and_is_in_the_log()
    {
        await using var server = await StartAsync();
        using var client = server.CreateClient();
        server.Faults.Add(Fault.Hang());
        using var patience = new CancellationTokenSource();

        var request = client.GetAsync(Url, patience.Token);
        while (server.Requests.Snapshot().Count == 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, Cancelled);
        }

        Assert.False(request.IsCompleted);
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
        Assert.Equal(0, Assert.Single(server.Requests.Snapshot()).StatusCode);
    }

    [Fact]
    public async Task A_connection_cut_before_the_response_changes_nothing()
    {
        await using var server = await StartAsync();
        using var client = server.CreateClient();
        server.Faults.Add(Fault.CutBeforeResponse(), request => request.IsWrite);

        await Assert.ThrowsAsync<HttpRequestException>(() => client.CallAsync(HttpMethod.Delete, $"{Url}/web"));

        Assert.NotNull(server.Objects.Get(ResourceKinds.ReplicaSet, "shop", "web"));
        Assert.Equal(1, server.Requests.Writes);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_connection_cut_half_way_carries_out_the_request_and_breaks_the_response(int httpVersion)
    {
        await using var server = await StartAsync();
        using var client = server.CreateClient();
        client.DefaultRequestVersion = new Version(httpVersion, httpVersion == 1 ? 1 : 0);
        server.Faults.Add(Fault.CutHalfway(), times: 1);

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => client.CallAsync(HttpMethod.Delete, $"{Url}/web"));

        Assert.Null(server.Objects.Get(ResourceKinds.ReplicaSet, "shop", "web"));
    }

    [Fact]
    public async Task A_watch_is_cut_after_its_first_event()
    {
        await using var server = await StartAsync();
        using var client = server.CreateClient();
        server.Faults.Add(Fault.CutHalfway(), request => request.Verb == "watch");
        using var watch = await WatchReader.OpenAsync(client, $"{Url}?watch=true");

        var seen = new List<string?>();
        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            while (seen.Count < 3)
            {
                seen.Add(await watch.NextAsync());
            }
        });

        // A connection reset can overtake the event.
        Assert.True(seen is [] or ["ADDED web"], string.Join(',', seen));
    }

    private static async Task<DevApiServer> StartAsync()
    {
        var server = await DevApiServer.StartAsync(new DevApiServerOptions(), Cancelled);
        server.Objects.Seed(Samples.ReplicaSet("shop", "web"));
        return server;
    }
}
