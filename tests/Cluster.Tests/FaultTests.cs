using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Tagalong.Cluster.Tests.Faults;

namespace Tagalong.Cluster.Tests;

/// <summary>
/// Something breaks while events are delivered: after the senders' retries every object is labelled, and none was written
/// twice. Writes are counted by a watch, and by the storage where that can be asked.
/// </summary>
[Collection(nameof(Alone))]
public sealed class FaultTests(ClusterFixture fixture) : ClusterTest(fixture)
{
    private const string NotOurs = "only what the suite itself started can be stopped";
    private const int Each = 150;

    /// <summary>Slow enough that the fault meets deliveries in all their stages.</summary>
    private static readonly string[] Paced = ["Tagalong:Limits:WritesPerSecond=100"];

    [Fact]
    public async Task An_API_server_that_is_stopped_and_started_again_costs_no_label_and_no_second_write()
    {
        Assert.SkipWhen(Cluster.Server is null, NotOurs);
        await using var changes = LabelChanges.Watch(Admin, Namespace);
        var burst = await Burst.CreateAsync(Admin, Namespace, Each);
        await using var function = await ServedFunction.StartAsync(Cluster.LabelerKubeconfig, Paced);
        using var sender = new RedeliveringSender(function.Url, new Random(1));

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
    public async Task A_storage_that_stands_still_for_ten_seconds_costs_no_label_and_no_second_write()
    {
        Assert.SkipWhen(Cluster.Storage is null, NotOurs);
        await using var changes = LabelChanges.Watch(Admin, Namespace);
        var burst = await Burst.CreateAsync(Admin, Namespace, Each);

        // So much for the calls that went well before: in ten seconds the breaker is to open.
        await using var function = await ServedFunction.StartAsync(Cluster.LabelerKubeconfig, [.. Paced, "Tagalong:Limits:BreakWindow=00:00:05"]);
        using var sender = new RedeliveringSender(function.Url, new Random(2));

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
    public async Task A_write_that_was_done_though_no_answer_came_is_not_done_again()
    {
        await using var changes = LabelChanges.Watch(Admin, Namespace);
        var burst = await Burst.CreateAsync(Admin, Namespace, each: 5);
        await using var proxy = new CuttingProxy(Cluster.LabelerKubeconfig, new Random(3)) { IsCalm = true };
        await using var function = await ServedFunction.StartAsync(
            await proxy.LeadHereAsync(Cluster.LabelerKubeconfig),
            "Tagalong:ApiCalls:AttemptTimeout=00:00:03",
            "Tagalong:ApiCalls:RetryWindow=00:00:06",
            "Tagalong:Limits:BreakMinimumCalls=1000",
            "Tagalong:Owners:TimeToLive=00:01:00");
        using var sender = new RedeliveringSender(function.Url, new Random(3));

        // Now it knows the owners, and has only to write.
        var (known, unknown) = (burst.Objects.Where(IsReplicaSet).ToList(), burst.Objects.Where(value => !IsReplicaSet(value)).ToList());
        await sender.DeliverAsync(known);
        proxy.KeepAnswersBack();
        var answers = await Task.WhenAll(unknown.Select(value => sender.SendAsync(value, TestContext.Current.CancellationToken)));
        var meanwhile = await burst.LabelsAsync();
        proxy.LetAnswersGo();
        await EndedAsync(sender.DeliverAsync(unknown), sender);

        Assert.All(answers, answer => Assert.Equal("503 TimedOut", answer.Answer));
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
    public async Task Connections_that_are_cut_anywhere_cost_no_label_and_no_second_write()
    {
        await using var changes = LabelChanges.Watch(Admin, Namespace);
        var burst = await Burst.CreateAsync(Admin, Namespace, Each);
        await using var proxy = new CuttingProxy(Cluster.LabelerKubeconfig, new Random(4));

        // What is cut here are connections, not the server: the breaker has tests of its own.
        await using var function = await ServedFunction.StartAsync(
            await proxy.LeadHereAsync(Cluster.LabelerKubeconfig),
            "Tagalong:Limits:WritesPerSecond=100",
            "Tagalong:Limits:MaxCalls=6",
            "Tagalong:Limits:BreakAtPercent=95",
            "Tagalong:Owners:TimeToLive=00:00:00.1");
        using var sender = new RedeliveringSender(function.Url, new Random(4));

        await EndedAsync(sender.DeliverAsync(burst.Objects), sender);
        proxy.IsCalm = true;

        Report($"cut: {string.Join(", ", proxy.Cuts.OrderBy(cut => cut.Key).Select(cut => $"{cut.Value} x {cut.Key}"))}");
        Assert.All(Enum.GetValues<Cut>(), cut => Assert.True(proxy.Cuts.GetValueOrDefault(cut) >= 2, $"{cut}: {proxy.Cuts.GetValueOrDefault(cut)}"));
        await AssertEachLabeledOnceAsync(burst, changes, sender);
    }

    [Fact]
    public async Task A_function_that_is_killed_and_started_again_costs_no_label_and_no_second_write()
    {
        await using var changes = LabelChanges.Watch(Admin, Namespace);
        var burst = await Burst.CreateAsync(Admin, Namespace, Each);
        await using var function = new FunctionProcess(Cluster.LabelerKubeconfig, Paced);
        using var sender = new RedeliveringSender(function.Url, new Random(5));

        await function.StartAsync();
        var delivering = sender.DeliverAsync(burst.Objects);
        foreach (var accepted in (int[])[Each / 2, Each])
        {
            await sender.AcceptedAsync(accepted);
            await function.KillAsync();
            await function.StartAsync();
        }

        await EndedAsync(delivering, sender);

        Assert.NotEqual(0, sender.Retries);
        await AssertEachLabeledOnceAsync(burst, changes, sender);
    }

    /// <summary>Waits for the last event, and tells what it took since the fault was over.</summary>
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
        // Once more, as senders do that did not hear of the end.
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
