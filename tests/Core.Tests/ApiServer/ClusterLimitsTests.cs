using Microsoft.Extensions.Time.Testing;
using Tagalong.Core.ApiServer;
using Tagalong.DevCluster;
using Tagalong.DevCluster.Faults;

namespace Tagalong.Core.Tests.ApiServer;

/// <summary>What a cluster is burdened with at most, and how a sick one is left alone.</summary>
public sealed class ClusterLimitsTests : IAsyncLifetime
{
    private const string Path = "apis/apps/v1/namespaces/shop/replicasets/none";

    private DevApiServer _cluster = null!;

    public async ValueTask InitializeAsync() =>
        _cluster = await DevApiServer.StartAsync(new DevApiServerOptions(), TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task No_more_calls_than_allowed_run_at_once()
    {
        _cluster.Faults.Add(Fault.Latency(TimeSpan.FromMilliseconds(50)));
        using var connection = Connect(new ClusterLimitOptions { MaxCalls = 2, MaxEvents = 20 });
        var calls = Enumerable.Range(0, 8).Select(_ => GetAsync(connection)).ToList();

        var started = TimeProvider.System.GetTimestamp();
        var answers = await Task.WhenAll(calls);

        // Four rounds of two, each of which takes the fault's time.
        Assert.All(answers, answer => Assert.Equal(ApiStatus.NotFound, answer.Status));
        Assert.True(TimeProvider.System.GetElapsedTime(started) > TimeSpan.FromMilliseconds(4 * 40));
    }

    [Fact]
    public async Task Calls_are_rejected_at_once_when_the_queue_is_full()
    {
        using var hang = _cluster.Faults.Add(Fault.Hang());
        using var connection = Connect(new ClusterLimitOptions { MaxCalls = 1, MaxEvents = 1 });
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var held = Enumerable.Range(0, 2).Select(_ => connection.GetAsync(Path, metadataOnly: false, enough.Token).AsTask()).ToList();

        var refused = await GetAsync(connection);
        await enough.CancelAsync();

        Assert.Equal(ApiStatus.Busy, refused.Status);
        Assert.All(held, call => Assert.False(call.IsCompletedSuccessfully));
    }

    [Fact]
    public async Task Writes_are_no_faster_than_allowed_and_those_beyond_the_queue_are_rejected_with_the_time_to_wait()
    {
        using var connection = Connect(new ClusterLimitOptions { WriteBurst = 3, WritesPerSecond = 2 });

        var started = TimeProvider.System.GetTimestamp();
        var writes = Enumerable.Range(0, 10).Select(_ => WriteAsync(connection)).ToList();
        var asked = TimeProvider.System.GetElapsedTime(started);
        var answers = await Task.WhenAll(writes);

        // Three at once, three more one after another at two a second, and four refused; a slow machine asks for the last when some are done.
        var made = answers.Count(answer => answer.Status != ApiStatus.Busy);
        Assert.InRange(made, 6, 7 + (int)(2 * asked.TotalSeconds));
        Assert.True(TimeProvider.System.GetElapsedTime(started) > TimeSpan.FromSeconds(1.4));
        Assert.All(answers.Where(answer => answer.Status == ApiStatus.Busy), answer => Assert.True(answer.RetryAfter > TimeSpan.Zero));
        Assert.Equal(made, _cluster.Requests.Writes);
    }

    [Fact]
    public async Task Reads_do_not_wait_for_writes()
    {
        using var connection = Connect(new ClusterLimitOptions { WriteBurst = 1, WritesPerSecond = 1 });
        await WriteAsync(connection);
        var waiting = WriteAsync(connection);

        var read = await GetAsync(connection);

        Assert.Equal(ApiStatus.NotFound, read.Status);
        Assert.False(waiting.IsCompleted);
        await waiting;
    }

    [Fact]
    public async Task Retries_have_a_separate_budget()
    {
        _cluster.Faults.Add(Fault.Status(503, "ServiceUnavailable", "down"));
        using var connection = Connect(
            new ClusterLimitOptions { RetriesPerSecond = 1, BreakMinimumCalls = 1000 },
            new ApiCallOptions { RetryDelay = TimeSpan.FromMilliseconds(1), MaxRetries = 3 });

        var started = TimeProvider.System.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => GetAsync(connection)));

        // Two retries are saved up, and one comes due in each second that it takes.
        Assert.InRange(_cluster.Requests.Reads, 22, 23 + (int)TimeProvider.System.GetElapsedTime(started).TotalSeconds);
    }

    [Fact]
    public async Task The_circuit_breaker_opens_when_an_API_server_keeps_failing_and_closes_when_it_recovers()
    {
        using var down = _cluster.Faults.Add(Fault.Status(500, "InternalError", "down"));
        var clock = new FakeTimeProvider();
        using var connection = Connect(new ClusterLimitOptions { BreakMinimumCalls = 4 }, new ApiCallOptions { MaxRetries = 0 }, clock);
        var failed = new List<ApiResult>();
        for (var call = 0; call < 6; call++)
        {
            failed.Add(await GetAsync(connection));
        }

        var asked = _cluster.Requests.Reads;
        down.Dispose();
        clock.Advance(failed[^1].RetryAfter!.Value);
        var answer = await GetAsync(connection);

        Assert.Equal(
            [ApiStatus.ServerError, ApiStatus.ServerError, ApiStatus.ServerError, ApiStatus.ServerError, ApiStatus.CircuitOpen, ApiStatus.CircuitOpen],
            failed.Select(static call => call.Status));
        Assert.True(failed[^1].RetryAfter > TimeSpan.Zero);
        Assert.Equal(4, asked);
        Assert.Equal(ApiStatus.NotFound, answer.Status);
        Assert.Equal(CircuitBreakerState.Closed, connection.Breaker);
    }

    [Fact]
    public async Task One_call_at_a_time_probes_an_API_server_when_the_breaker_is_half_open()
    {
        using var down = _cluster.Faults.Add(Fault.Status(500, "InternalError", "down"));
        var clock = new FakeTimeProvider();
        using var connection = Connect(
            new ClusterLimitOptions { BreakMinimumCalls = 2, Break = TimeSpan.FromSeconds(5) }, new ApiCallOptions { MaxRetries = 0 }, clock);
        await GetAsync(connection);
        await GetAsync(connection);
        down.Dispose();
        using var slow = _cluster.Faults.Add(Fault.Hang());
        clock.Advance(TimeSpan.FromSeconds(5));
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var probe = connection.GetAsync(Path, metadataOnly: false, enough.Token).AsTask();

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => GetAsync(connection)));
        await enough.CancelAsync();

        Assert.All(answers, static answer => Assert.Equal(ApiStatus.CircuitOpen, answer.Status));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => probe);
    }

    [Theory]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(409)]
    [InlineData(429)]
    public async Task Client_errors_do_not_open_the_circuit_breaker(int status)
    {
        _cluster.Faults.Add(Fault.Status(status, "Refused", "no"));
        using var connection = Connect(new ClusterLimitOptions { BreakMinimumCalls = 2 }, new ApiCallOptions { MaxRetries = 0 });
        for (var call = 0; call < 5; call++)
        {
            await GetAsync(connection);
        }

        Assert.Equal(CircuitBreakerState.Closed, connection.Breaker);
        Assert.Equal(5, _cluster.Requests.Reads);
    }

    private static Task<ApiResult> GetAsync(ApiServerClient connection) =>
        connection.GetAsync(Path, metadataOnly: false, TestContext.Current.CancellationToken).AsTask();

    private static Task<ApiResult> WriteAsync(ApiServerClient connection) => connection.ApplyAsync(
        $"{Path}?fieldManager=tagalong",
        """{"apiVersion":"apps/v1","kind":"ReplicaSet","metadata":{"name":"none","uid":"00000000-0000-0000-0000-000000000000"}}"""u8.ToArray(),
        metadataOnly: true,
        isConditional: false,
        TestContext.Current.CancellationToken).AsTask();

    private ApiServerClient Connect(ClusterLimitOptions limits, ApiCallOptions? calls = null, TimeProvider? time = null) =>
        Connections.To(_cluster, calls, limits, time: time);
}
