using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Tagalong.Cluster.Tests.Faults;

namespace Tagalong.Cluster.Tests;

/// <summary>
/// Errors while events are delivered: after the senders' retries every object is labelled, and none was written twice. A
/// watch counts the writes, and so does the storage if the suite started it.
/// </summary>
[Collection(nameof(Alone))]
public sealed class FaultTests(ClusterFixture fixture) : ClusterTest(fixture)
{
    private const string NotOurs = "only servers that the suite started can be stopped";
    private const int Each = 150;

    /// <summary>Slow enough that the error affects deliveries in all their stages.</summary>
    private static readonly string[] Paced = ["Tagalong:Limits:WritesPerSecond=100"];

    [Fact]
    public async Task After_a_restart_of_the_API_server_every_object_is_labelled_with_one_write()
    {
        Assert.SkipWhen(Cluster.Server is null, NotOurs);
        await using var changes = LabelChanges.Watch(Admin, Namespace);
        var burst = await Burst.CreateAsync(Admin, Namespace, Each);
        await using var server = await RunningServer.StartAsync(Cluster.LabelerKubeconfig, Paced);
        using var sender = new RedeliveringSender(server.Url, new Random(1));

        var delivering = sender.DeliverAsync(burst.Objects);
        await sender.AcceptedAsync(Each / 2);
        await Cluster.Server.StopAsync();
        await DelayAsync(1);
        await Cluster.Server.StartAsync();
        await EndedAsync(delivering, sender);

        Assert.NotEqual(0, sender.Retries);
        await AssertEachLabeledOnceAsync(burst, changes, sender);
    }

    [Fact]
    public async Task After_a_pause_of_the_storage_of_ten_seconds_every_object_is_labelled_with_one_write()
    {
        Assert.SkipWhen(Cluster.Storage is null, NotOurs);
        await using var changes = LabelChanges.Watch(Admin, Namespace);
        var burst = await Burst.CreateAsync(Admin, Namespace, Each);

        // A short window, so that the earlier successful calls do not keep the circuit closed for the ten seconds.
        await using var server = await RunningServer.StartAsync(Cluster.LabelerKubeconfig, [.. Paced, "Tagalong:Limits:BreakWindow=00:00:05"]);
        using var sender = new RedeliveringSender(server.Url, new Random(2));

        var delivering = sender.DeliverAsync(burst.Objects);
        await sender.AcceptedAsync(Each / 2);
        await Cluster.Storage.PauseAsync();
        try
        {
            await DelayAsync(10);
        }
        finally
        {
            await Cluster.Storage.ResumeAsync();
        }

        await EndedAsync(delivering, sender);

        Assert.Contains("TimedOut", sender.Failures, StringComparison.Ordinal);
        Assert.Contains("CircuitOpen", sender.Failures, StringComparison.Ordinal);
        await AssertEachLabeledOnceAsync(burst, changes, sender);
    }

    [Fact]
    public async Task A_write_whose_response_was_lost_is_not_repeated()
    {
        await using var changes = LabelChanges.Watch(Admin, Namespace);
        var burst = await Burst.CreateAsync(Admin, Namespace, each: 5);
        await using var proxy = new CuttingProxy(Cluster.LabelerKubeconfig, new Random(3)) { IsCalm = true };
        await using var server = await RunningServer.StartAsync(
            await proxy.LeadHereAsync(Cluster.LabelerKubeconfig),
            "Tagalong:ApiCalls:AttemptTimeout=00:00:03",
            "Tagalong:ApiCalls:RetryWindow=00:00:06",
            "Tagalong:Limits:BreakMinimumCalls=1000",
            "Tagalong:Owners:TimeToLive=00:01:00");
        using var sender = new RedeliveringSender(server.Url, new Random(3));

        // Now the owners are cached, and only the writes are left.
        var (known, unknown) = (burst.Objects.Where(IsReplicaSet).ToList(), burst.Objects.Where(value => !IsReplicaSet(value)).ToList());
        await sender.DeliverAsync(known);
        proxy.HoldResponses();
        var results = await Task.WhenAll(unknown.Select(value => sender.SendAsync(value, TestContext.Current.CancellationToken)));
        var meanwhile = await burst.LabelsAsync();
        proxy.ReleaseResponses();
        await EndedAsync(sender.DeliverAsync(unknown), sender);

        Assert.All(results, result => Assert.Equal("503 TimedOut", result.Result));
        Assert.Equal(burst.Expected(), meanwhile);
        await AssertEachLabeledOnceAsync(burst, changes, sender);
        foreach (var value in burst.Objects)
        {
            var entries = (await Admin.GetAsync(value))["metadata"]!["managedFields"]!.AsArray();
            Assert.Single(entries, entry => (string?)entry!["manager"] == "tagalong");
        }

        static bool IsReplicaSet(JsonObject value) => (string?)value["kind"] == "ReplicaSet";
    }

    [Fact]
    public async Task After_cut_connections_every_object_is_labelled_with_one_write()
    {
        await using var changes = LabelChanges.Watch(Admin, Namespace);
        var burst = await Burst.CreateAsync(Admin, Namespace, Each);
        await using var proxy = new CuttingProxy(Cluster.LabelerKubeconfig, new Random(4));

        // Only connections are cut here, so the circuit must stay closed. The circuit breaker has separate tests.
        await using var server = await RunningServer.StartAsync(
            await proxy.LeadHereAsync(Cluster.LabelerKubeconfig),
            "Tagalong:Limits:WritesPerSecond=100",
            "Tagalong:Limits:MaxCalls=6",
            "Tagalong:Limits:BreakAtPercent=95",
            "Tagalong:Owners:TimeToLive=00:00:00.1");
        using var sender = new RedeliveringSender(server.Url, new Random(4));

        await EndedAsync(sender.DeliverAsync(burst.Objects), sender);
        proxy.IsCalm = true;

        Report($"cut: {string.Join(", ", proxy.Cuts.OrderBy(cut => cut.Key).Select(cut => $"{cut.Value} x {cut.Key}"))}");
        Assert.All(Enum.GetValues<Cut>(), cut => Assert.True(proxy.Cuts.GetValueOrDefault(cut) >= 2, $"{cut}: {proxy.Cuts.GetValueOrDefault(cut)}"));
        await AssertEachLabeledOnceAsync(burst, changes, sender);
    }

    [Fact]
    public async Task After_the_server_is_killed_and_started_again_every_object_is_labelled_with_one_write()
    {
        await using var changes = LabelChanges.Watch(Admin, Namespace);
        var burst = await Burst.CreateAsync(Admin, Namespace, Each);
        await using var server = new RestartedServer(Cluster.LabelerKubeconfig, Paced);
        using var sender = new RedeliveringSender(server.Url, new Random(5));

        await server.StartAsync();
        var delivering = sender.DeliverAsync(burst.Objects);
        foreach (var accepted in (int[])[Each / 2, Each])
        {
            await sender.AcceptedAsync(accepted);
            await server.KillAsync();
            await server.StartAsync();
        }

        await EndedAsync(delivering, sender);

        Assert.NotEqual(0, sender.Retries);
        await AssertEachLabeledOnceAsync(burst, changes, sender);
    }

    /// <summary>Waits for the last event, and reports the time since the end of the error.</summary>
    private static async Task EndedAsync(Task delivering, RedeliveringSender sender)
    {
        var (before, since) = (sender.Accepted, Stopwatch.StartNew());
        var first = FirstAcceptedAsync(sender, before, since);
        await delivering;
        var next = await first;
        Report(string.Create(
            CultureInfo.InvariantCulture,
            $"{sender.Accepted} events, {sender.Retries} retries ({sender.Failures}); after the fault the next accepted in {next.TotalSeconds:0.00} s, the last in {since.Elapsed.TotalSeconds:0.00} s"));
    }

    private static async Task<TimeSpan> FirstAcceptedAsync(RedeliveringSender sender, int before, Stopwatch since)
    {
        await sender.AcceptedAsync(before + 1);
        return since.Elapsed;
    }

    private async Task AssertEachLabeledOnceAsync(Burst burst, LabelChanges changes, RedeliveringSender sender)
    {
        // Deliver all events again, as senders do that got no response.
        await sender.DeliverAsync(burst.Objects);

        Assert.Equal(burst.Expected(), await burst.LabelsAsync());
        var seen = await changes.CountAsync();
        Report($"changes by the watch: {Summary(seen)}");
        Assert.Equal($"{burst.Objects.Count} objects once", Summary(seen));
        if (Cluster.Storage is { } storage)
        {
            var stored = await storage.CountWritesAsync(Namespace);
            Report($"writes by the storage: {Summary(stored)}");
            Assert.Equal($"{burst.Objects.Count} objects once", Summary(stored));
        }

        string Summary(IReadOnlyDictionary<string, int> counts) => string.Join(
            ", ",
            burst.Expected().Keys.GroupBy(name => counts.GetValueOrDefault(name))
                .Select(group => group.Key == 1 ? $"{group.Count()} objects once" : $"{string.Join(" and ", group)} {group.Key} times"));
    }

    private static void Report(string text) => TestContext.Current.TestOutputHelper?.WriteLine(text);

    private static Task DelayAsync(int seconds) => Task.Delay(TimeSpan.FromSeconds(seconds), TimeProvider.System, TestContext.Current.CancellationToken);
}
