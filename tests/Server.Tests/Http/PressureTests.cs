using System.Net;
using Tagalong.DevCluster.Faults;
using Tagalong.Testing;

namespace Tagalong.Server.Tests.Http;

/// <summary>Too many events at once, and a process that is told to stop.</summary>
public class PressureTests
{
    private static readonly RecordedRequest Added = Checkout.ReplicaSet;

    [Fact]
    public async Task Requests_beyond_the_limit_get_429_with_Retry_After()
    {
        await using var function = await StartAsync("Tagalong:Http:MaxInFlight=1");
        var enough = new TaskCompletionSource();
        function.Cluster.Faults.Add(Fault.HeldUntil(enough.Task));
        var first = function.SendAsync(Added);
        await AskedAsync(function);

        using var message = Added.ToMessage();
        using var second = await function.Client.SendAsync(message, TestContext.Current.CancellationToken);
        enough.SetResult();

        Assert.Equal(HttpStatusCode.TooManyRequests, second.StatusCode);
        Assert.NotNull(second.Headers.RetryAfter);
        Assert.Equal(HttpStatusCode.Accepted, await first);
    }

    [Fact]
    public async Task Bodies_beyond_the_memory_limit_get_429_with_Retry_After()
    {
        await using var function = await StartAsync("Tagalong:Http:MaxBytesInFlight=131072", "Tagalong:Http:MaxBodyBytes=65536");
        var enough = new TaskCompletionSource();
        function.Cluster.Faults.Add(Fault.HeldUntil(enough.Task));
        var first = Enumerable.Range(0, 6).Select(_ => function.SendAsync(Added)).ToList();
        await UntilAsync(() => Task.FromResult(function.BytesInFlight == 6 * 16 * 1024));
        var large = new byte[40 * 1024];
        Added.Body.CopyTo(large, 0);
        large.AsSpan(Added.Body.Length).Fill((byte)' ');

        var second = await function.SendAsync(Added, large);
        enough.SetResult();

        Assert.Equal(HttpStatusCode.TooManyRequests, second);
        Assert.All(await Task.WhenAll(first), status => Assert.Equal(HttpStatusCode.Accepted, status));
        await UntilAsync(() => Task.FromResult(function.BytesInFlight == 0));
        Assert.Equal(HttpStatusCode.Accepted, await function.SendAsync(Added, large));
    }

    [Fact]
    public async Task A_stopping_process_finishes_requests_in_progress_and_rejects_new_ones()
    {
        await using var function = await StartAsync();
        var enough = new TaskCompletionSource();
        function.Cluster.Faults.Add(Fault.HeldUntil(enough.Task));
        var inFlight = function.SendAsync(Added);
        await AskedAsync(function);

        var stopping = function.StopAsync();
        await UntilAsync(async () => (await function.Client.GetAsync(new Uri("/readyz", UriKind.Relative))).StatusCode != HttpStatusCode.OK);
        var late = await function.SendAsync(Added);
        enough.SetResult();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, late);
        Assert.Equal(HttpStatusCode.Accepted, await inFlight);
        await stopping;
    }

    [Fact]
    public async Task A_request_beyond_the_drain_timeout_is_left_to_its_sender()
    {
        await using var function = await StartAsync("Tagalong:Http:DrainTimeout=00:00:00.2");
        function.Cluster.Faults.Add(Fault.Hang());
        var inFlight = function.SendAsync(Added);
        await AskedAsync(function);

        await function.StopAsync();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, await inFlight);
    }

    [Fact]
    public async Task The_probes_respond_while_it_runs()
    {
        await using var function = await StartAsync();

        Assert.Equal("ok", await function.Client.GetStringAsync(new Uri("/healthz", UriKind.Relative), TestContext.Current.CancellationToken));
        Assert.Equal("ok", await function.Client.GetStringAsync(new Uri("/readyz", UriKind.Relative), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_burst_of_events_of_one_object_causes_one_write()
    {
        await using var function = await StartAsync();

        var statuses = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => function.SendAsync(Added)));

        Assert.All(statuses, status => Assert.Equal(HttpStatusCode.Accepted, status));
        Assert.Equal((1, 1), (function.Cluster.Requests.Reads, function.Cluster.Requests.Writes));
    }

    private static async Task<RunningFunction> StartAsync(params string[] settings)
    {
        var function = await RunningFunction.StartAsync(settings);
        Checkout.Seed(function.Cluster);
        return function;
    }

    /// <summary>A request is in the log only once it is answered, so a hanging one shows by the connection that it holds.</summary>
    private static Task AskedAsync(RunningFunction function) => UntilAsync(() => Task.FromResult(function.InFlight > 0));

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        for (var attempt = 0; attempt < 6000; attempt++)
        {
            if (await holds())
            {
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        Assert.Fail("It did not happen within a minute.");
    }
}
