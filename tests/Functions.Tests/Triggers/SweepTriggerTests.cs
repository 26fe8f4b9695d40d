using Microsoft.Extensions.Time.Testing;
using Tagalong.DevCluster.Faults;
using Tagalong.Functions.Tests.Running;
using Tagalong.FunctionsHost.Invocations;
using Tagalong.Testing;

namespace Tagalong.Functions.Tests.Triggers;

/// <summary>The function <c>sweep</c>, by a timer.</summary>
public sealed class SweepTriggerTests
{
    private static readonly string[] Impatient = ["Tagalong__ApiCalls__MaxRetries=0", "Tagalong__Sweep__Patience=00:00:00"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_timer_that_fires_labels_what_lacks_labels()
    {
        await using var app = await RunningApp.StartAsync();

        var first = await FireAsync(app);
        var second = await FireAsync(app);

        Assert.True(first.Succeeded && second.Succeeded);
        Assert.Equal(RunningApp.AllLabels, app.Labels);
        Assert.Equal(1, app.Cluster.Requests.Writes);
        Assert.Contains(app.Host.Conversation.LogsOf(first.InvocationId), static log => log.Message.StartsWith("Labeled", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_sweep_that_fails_is_tried_three_more_times_a_minute_apart_and_continues()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch);
        await using var app = await RunningApp.StartAsync(Impatient, time);
        using var fault = app.Cluster.Faults.Add(Fault.Status(503, "ServiceUnavailable", "no"), static request => request.Verb == "list");

        var firing = FireAsync(app);
        await AttemptsAsync(app, 3, time);
        fault.Dispose();
        await AttemptsAsync(app, 4, time);
        var result = await firing;

        Assert.Equal((true, 4), (result.Succeeded, result.Attempts));
        Assert.Equal(RunningApp.AllLabels, app.Labels);
    }

    [Fact]
    public async Task A_sweep_of_which_one_cluster_fails_fails_and_labels_the_others()
    {
        await using var healthy = await Checkout.StartClusterAsync(Token);
        await using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder["kubeconfig"], healthy.KubeconfigFor(null), Token);
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch);
        await using var app = await RunningApp.StartAsync(
            [.. Impatient, $"Tagalong__Clusters__healthy__Kubeconfig={folder["kubeconfig"]}", "Tagalong__Clusters__sick__Context="], time);
        app.Cluster.Faults.Add(Fault.Status(503, "ServiceUnavailable", "no"), static request => request.Verb == "list");

        var firing = FireAsync(app);
        await AttemptsAsync(app, 4, time);
        var result = await firing;

        Assert.Equal((false, 4), (result.Succeeded, result.Attempts));
        Assert.StartsWith("Deferred (SweepIncomplete). Objects labeled: ", result.Error, StringComparison.Ordinal);
        Assert.Equal(RunningApp.AllLabels, ClusterLabels.In(healthy)["ReplicaSet/checkout-8668bffb96"]);
    }

    [Fact]
    public async Task A_sweep_that_is_cancelled_fails()
    {
        await using var app = await RunningApp.StartAsync();
        using var cancelling = CancellationTokenSource.CreateLinkedTokenSource(Token);
        using var held = new HeldWrites(app.Cluster);
        var firing = app.Host.FireTimerAsync("sweep", isPastDue: false, cancelling.Token);
        await held.CountAsync(1);

        await cancelling.CancelAsync();

        Assert.StartsWith("Deferred (ShuttingDown).", (await firing).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_killed_in_the_middle_fails_the_sweep_and_its_retry_continues_it()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch);
        await using var app = await RunningApp.StartAsync(time: time);
        using var held = new HeldWrites(app.Cluster);
        var firing = FireAsync(app);
        await held.CountAsync(1);

        await app.Host.KillWorkerAsync();
        held.Dispose();
        await AttemptsAsync(app, 2, time);

        Assert.True((await firing).Succeeded);
        Assert.Equal(RunningApp.AllLabels, app.Labels);
    }

    private static Task<InvocationResult> FireAsync(RunningApp app) => app.Host.FireTimerAsync("sweep", isPastDue: false, Token);

    /// <summary>Turns the clock until the host has invoked the function that often.</summary>
    private static Task AttemptsAsync(RunningApp app, int attempts, FakeTimeProvider time) => Eventually.EqualAsync(true, () =>
    {
        time.Advance(TimeSpan.FromSeconds(5));
        return Task.FromResult(app.Host.Conversation.InvocationRequests.Count() >= attempts);
    });
}
