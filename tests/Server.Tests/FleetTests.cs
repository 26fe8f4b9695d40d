using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Tagalong.DevCluster;
using Tagalong.DevCluster.Faults;
using Tagalong.DevCluster.Kinds;
using Tagalong.Testing.Running;

namespace Tagalong.Server.Tests;

/// <summary>Three clusters behind one server: one well, one that answers too late, one dead.</summary>
public sealed class FleetTests : IAsyncLifetime
{
    private const int ObjectsPerCluster = 40;

    private static readonly string[] Names = ["well", "slow", "dead"];

    private readonly Dictionary<string, DevApiServer> _clusters = [];
    private readonly List<string> _kubeconfigs = [];
    private RunningServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        foreach (var name in Names)
        {
            var cluster = await DevApiServer.StartAsync(new DevApiServerOptions(), TestContext.Current.CancellationToken);
            Seed(cluster);
            _clusters.Add(name, cluster);
            _kubeconfigs.Add(Path.GetTempFileName());
            await File.WriteAllTextAsync(_kubeconfigs[^1], cluster.KubeconfigFor(), TestContext.Current.CancellationToken);
        }

        // Every object may be written at once here, and the patience with a server is short.
        string[] settings =
        [
            "Tagalong:Limits:WriteBurst=100", "Tagalong:Limits:BreakMinimumCalls=6", "Tagalong:Limits:Break=00:00:00.5",
            "Tagalong:Limits:LongestBreak=00:00:01", "Tagalong:ApiCalls:AttemptTimeout=00:00:04", "Tagalong:ApiCalls:RetryWindow=00:00:04",
        ];
        _server = await RunningServer.StartAsync(
            [.. settings, .. Names.Zip(_kubeconfigs).Select(static pair => $"Tagalong:Clusters:{pair.First}:Kubeconfig={pair.Second}")], _clusters["well"]);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        foreach (var cluster in _clusters.Values)
        {
            await cluster.DisposeAsync();
        }

        _kubeconfigs.ForEach(File.Delete);
    }

    [Fact]
    public async Task A_failing_cluster_affects_no_other_and_loses_no_event()
    {
        var slowness = _clusters["slow"].Faults.Add(Fault.Latency(TimeSpan.FromMinutes(1)));
        await _clusters["dead"].StopAsync();

        var answers = await SendRoundAsync();

        Assert.All(answers["well"], answer => Assert.Equal(HttpStatusCode.Accepted, answer.Status));
        AssertLabeled(_clusters["well"]);
        Assert.All(answers["slow"].Concat(answers["dead"]), answer =>
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Status);
            Assert.True(answer.HasRetryAfter);
        });
        Assert.Contains(_server.Outcomes(), static outcome => outcome.Reason == "CircuitOpen");

        // Well again: redelivery alone brings every object its labels.
        slowness.Dispose();
        await _clusters["dead"].RestartAsync(TestContext.Current.CancellationToken);
        await RedeliverAsync(["slow", "dead"]);

        AssertLabeled(_clusters["slow"]);
        AssertLabeled(_clusters["dead"]);
        Assert.Equal(ObjectsPerCluster, _clusters["dead"].Requests.Writes);
    }

    [Fact]
    public async Task Events_of_one_cluster_use_no_more_than_its_share()
    {
        await _server.DisposeAsync();
        _server = await RunningServer.StartAsync(
            ["Tagalong:Clusters:slow:Limits:MaxEvents=3", .. Names.Zip(_kubeconfigs).Select(static pair => $"Tagalong:Clusters:{pair.First}:Kubeconfig={pair.Second}")],
            _clusters["well"]);
        var enough = new TaskCompletionSource();
        _clusters["slow"].Faults.Add(Fault.HeldUntil(enough.Task));

        // Three are held, whichever they are; the one that is left over has its answer at once.
        var sent = Enumerable.Range(0, 4).Select(index => SendAsync("slow", index)).ToList();
        var first = await Task.WhenAny(sent);
        var refused = await first;
        sent.Remove(first);
        var other = await SendAsync("well", 0);
        enough.SetResult();

        Assert.Equal((HttpStatusCode.ServiceUnavailable, true), refused);
        Assert.Equal("ClusterBusy", _server.Outcomes().First(static outcome => outcome.Kind == "Deferred").Reason);
        Assert.Equal(HttpStatusCode.Accepted, other.Status);
        Assert.All(await Task.WhenAll(sent), answer => Assert.Equal(HttpStatusCode.Accepted, answer.Status));
    }

    private async Task<Dictionary<string, List<(HttpStatusCode Status, bool HasRetryAfter)>>> SendRoundAsync()
    {
        var answers = new ConcurrentBag<(string Cluster, HttpStatusCode Status, bool HasRetryAfter)>();
        var events = Enumerable.Range(0, ObjectsPerCluster).SelectMany(static index => Names.Select(name => (name, index)));
        await Parallel.ForEachAsync(events, new ParallelOptions { MaxDegreeOfParallelism = 30 }, async (sent, _) =>
        {
            var (status, hasRetryAfter) = await SendAsync(sent.name, sent.index);
            answers.Add((sent.name, status, hasRetryAfter));
        });
        return answers.GroupBy(static answer => answer.Cluster).ToDictionary(
            static group => group.Key, static group => group.Select(static answer => (answer.Status, answer.HasRetryAfter)).ToList());
    }

    private async Task RedeliverAsync(string[] clusters)
    {
        var left = new ConcurrentQueue<(string Cluster, int Index)>(
            clusters.SelectMany(static name => Enumerable.Range(0, ObjectsPerCluster).Select(index => (name, index))));
        while (left.TryDequeue(out var next))
        {
            if ((await SendAsync(next.Cluster, next.Index)).Status != HttpStatusCode.Accepted)
            {
                left.Enqueue(next);
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, TestContext.Current.CancellationToken);
            }
        }
    }

    private async Task<(HttpStatusCode Status, bool HasRetryAfter)> SendAsync(string cluster, int index)
    {
        var body = _clusters[cluster].Objects.Get(ResourceKinds.ReplicaSet, "shop", $"checkout-{index}")!.ToJsonString();
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = new("application/json");
        using var response = await _server.PostAsync(
            content,
            ("ce-specversion", "1.0"), ("ce-id", $"{cluster}-{index}"), ("ce-source", "https://10.96.0.1:443"),
            ("ce-type", "dev.knative.apiserver.resource.add"), ("ce-cluster", cluster));
        return (response.StatusCode, response.Headers.RetryAfter is not null);
    }

    private static void Seed(DevApiServer cluster)
    {
        var rollout = cluster.Objects.Create(JsonNode.Parse(
            """{"apiVersion":"argoproj.io/v1alpha1","kind":"Rollout","metadata":{"name":"checkout","namespace":"shop","labels":{"team":"payments"}}}""")!.AsObject(), "kubectl");
        var uid = rollout["metadata"]!["uid"]!.GetValue<string>();
        for (var index = 0; index < ObjectsPerCluster; index++)
        {
            cluster.Objects.Create(JsonNode.Parse($$$"""
                {"apiVersion":"apps/v1","kind":"ReplicaSet","metadata":{"name":"checkout-{{{index}}}","namespace":"shop","labels":{"app":"checkout"},
                "ownerReferences":[{"apiVersion":"argoproj.io/v1alpha1","kind":"Rollout","name":"checkout","uid":"{{{uid}}}","controller":true}]},
                "spec":{"selector":{"matchLabels":{"app":"checkout"}},"template":{"metadata":{"labels":{"app":"checkout"} } } } }
                """)!.AsObject(), "rollouts-controller");
        }
    }

    private static void AssertLabeled(DevApiServer cluster) => Assert.All(
        Enumerable.Range(0, ObjectsPerCluster),
        index => Assert.Equal("payments", (string?)cluster.Objects.Get(ResourceKinds.ReplicaSet, "shop", $"checkout-{index}")!["metadata"]!["labels"]!["team"]));
}
