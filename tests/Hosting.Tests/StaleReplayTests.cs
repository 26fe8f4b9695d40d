using System.Net;
using System.Text.Json.Nodes;
using Tagalong.DevCluster;
using Tagalong.Testing;
using Tagalong.Testing.Running;

namespace Tagalong.Hosting.Tests;

/// <summary>
/// The objects stand in their final state, and the recorded events of their whole life arrive late: as they are, shuffled,
/// doubled, with every second one lost and sent later, through one process and through two.
/// </summary>
public class StaleReplayTests
{
    private static readonly IReadOnlyDictionary<string, string> CanaryLabels = new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["AnalysisRun/checkout-5787c9fcb6-2-1-success-rate"] = "(none)",
        ["AnalysisRun/checkout-5787c9fcb6-2-2"] = "app=checkout,rollout-type=Step,rollouts-pod-template-hash=5787c9fcb6,step-index=2",
        ["Experiment/checkout-5787c9fcb6-2-1"] =
            "app.kubernetes.io/name=checkout,app.kubernetes.io/part-of=shop,cost-center=cc-9,rollouts-pod-template-hash=5787c9fcb6,team=payments",
        ["ReplicaSet/checkout-5787c9fcb6"] =
            "app=checkout,app.kubernetes.io/name=checkout,app.kubernetes.io/part-of=shop,cost-center=cc-9,role=stable,rollouts-pod-template-hash=5787c9fcb6,team=payments,tier=web,version=v2",
        ["ReplicaSet/checkout-5787c9fcb6-2-1-baseline"] = "app=checkout,role=stable,rollouts-pod-template-hash=67d65fd7df,tier=web,version=v2",
        ["ReplicaSet/checkout-5787c9fcb6-2-1-canary"] = "app=checkout,role=canary,rollouts-pod-template-hash=566868f65b,tier=web,version=v2",
        ["ReplicaSet/checkout-8668bffb96"] =
            "app=checkout,app.kubernetes.io/name=checkout,app.kubernetes.io/part-of=shop,cost-center=cc-9,rollouts-pod-template-hash=8668bffb96,team=payments,tier=web,version=v2",
    };

    private static readonly IReadOnlyDictionary<string, string> BlueGreenLabels = new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["AnalysisRun/inventory-79797586b8-2-pre"] = "app=inventory,rollout-type=PrePromotion,rollouts-pod-template-hash=79797586b8",
        ["Experiment/jvm-21-vs-25"] = "purpose=benchmark,team=platform",
        ["ReplicaSet/inventory-6959bff5f"] =
            "app=inventory,app.kubernetes.io/name=inventory,cost-center=cc-9,rollouts-pod-template-hash=6959bff5f,team=logistics-old",
        ["ReplicaSet/inventory-79797586b8"] =
            "app=inventory,app.kubernetes.io/name=inventory,cost-center=cc-9,rollouts-pod-template-hash=79797586b8,team=logistics-old",
        ["ReplicaSet/jvm-21-vs-25-jvm-21"] = "app=bench,jvm=21,rollouts-pod-template-hash=8b7db4fcc,team=platform",
        ["ReplicaSet/jvm-21-vs-25-jvm-25"] = "app=bench,jvm=25,rollouts-pod-template-hash=66bb98cb5c,team=platform",
    };

    private static readonly IReadOnlyDictionary<string, string> HandMadeLabels = new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["Experiment/baseline-vs-canary"] = "team=search",
        ["Experiment/checkout-6f9c8b7d5-2-1"] = "app.kubernetes.io/name=checkout,cost-center=4711,rollouts-pod-template-hash=6f9c8b7d5,team=checkout-squad",
        ["ReplicaSet/cart-56968d447d"] = "app=cart,pod-template-hash=56968d447d",
        ["ReplicaSet/checkout-6f9c8b7d5"] =
            "app=checkout,app.kubernetes.io/name=checkout,cost-center=4711,rollouts-pod-template-hash=6f9c8b7d5,team=checkout-squad,tier=backend,version=2.3.1",
        ["ReplicaSet/checkout-6f9c8b7d5-2-1-canary"] = "app=checkout,rollouts-pod-template-hash=57b8d9cf4c,tier=backend,version=2.3.1",
    };

    private static readonly Dictionary<string, IReadOnlyDictionary<string, string>> ExpectedLabels = new()
    {
        ["argo-rollouts/canary"] = CanaryLabels,
        ["argo-rollouts/blue-green"] = BlueGreenLabels,
        ["knative-reference"] = HandMadeLabels,
    };

    private static readonly string[] Releases = ["argo-rollouts/canary", "argo-rollouts/blue-green"];

    private static readonly string[] Orders =
        ["as they are", "backwards", "shuffled 1", "shuffled 2", "shuffled 3", "doubled", "every second one late"];

    public static TheoryData<string, string, int> Arrivals =>
        [.. from folder in Releases from order in Orders from processes in Enumerable.Range(1, 2) select (folder, order, processes)];

    [Theory]
    [MemberData(nameof(Arrivals))]
    public Task Late_events_end_in_the_same_labels(string folder, string arrival, int processes) =>
        EndsTheSame(folder, arrival, processes, "Platform", mostReads: 1);

    [Theory]
    [InlineData("argo-rollouts/canary")]
    [InlineData("argo-rollouts/blue-green")]
    public Task Late_events_of_strangers_end_in_the_same_labels_for_one_more_read(string folder) =>
        EndsTheSame(folder, "shuffled 4", 1, "Anonymous", mostReads: 2);

    [Theory]
    [InlineData("as they are")]
    [InlineData("backwards")]
    [InlineData("shuffled 5")]
    public Task Late_references_end_in_the_same_labels(string arrival) =>
        EndsTheSame("knative-reference", arrival, 2, "Platform", mostReads: 2);

    private static async Task EndsTheSame(string folder, string arrival, int processes, string authentication, int mostReads)
    {
        var recorded = RecordedRequest.All(folder);
        await using var cluster = await DevApiServer.StartAsync(new DevApiServerOptions(), TestContext.Current.CancellationToken);
        SeedFinalState(cluster, folder == "knative-reference" ? RecordedRequest.All("knative-resource") : recorded);
        var functions = new List<RunningServer>();
        for (var process = 0; process < processes; process++)
        {
            functions.Add(await RunningServer.StartAsync([$"Tagalong:Senders:Authentication={authentication}"], cluster));
        }

        var next = 0;
        foreach (var request in Arriving(recorded, arrival))
        {
            var function = functions[next++ % processes];
            Assert.Equal(HttpStatusCode.Accepted, await function.SendAsync(request));
            var outcome = function.LastOutcome();

            // A Rollout may have been relabelled, for all that so late an event tells: then there are two kinds to look through.
            var most = request.Name.Contains("-rollout-", StringComparison.Ordinal) ? mostReads + 3 : mostReads;
            Assert.True(outcome.Reads <= most && outcome.Writes <= 4, $"{request.Name} took {outcome.Reads} reads and {outcome.Writes} writes.");
        }

        Assert.Equal(ExpectedLabels[folder], ClusterLabels.In(cluster));
        foreach (var function in functions)
        {
            await function.DisposeAsync();
        }
    }

    private static IEnumerable<RecordedRequest> Arriving(IReadOnlyList<RecordedRequest> recorded, string arrival) => arrival.Split(' ') switch
    {
        ["as", ..] => recorded,
        ["backwards"] => recorded.Reverse(),
        ["doubled"] => recorded.SelectMany(request => new[] { request, request }),
        ["every", ..] => recorded.Where((_, index) => index % 2 == 0).Concat(recorded.Where((_, index) => index % 2 == 1)),
        ["shuffled", var seed] => Shuffled(recorded, int.Parse(seed, null)),
        _ => throw new ArgumentException($"'{arrival}' is no order.", nameof(arrival)),
    };

    private static RecordedRequest[] Shuffled(IReadOnlyList<RecordedRequest> recorded, int seed)
    {
        RecordedRequest[] shuffled = [.. recorded];
        new Random(seed).Shuffle(shuffled);
        return shuffled;
    }

    private static void SeedFinalState(DevApiServer cluster, IEnumerable<RecordedRequest> recorded)
    {
        var last = new Dictionary<string, JsonObject>();
        var lived = recorded.Where(request => !request.Headers["Ce-Type"].EndsWith(".delete", StringComparison.Ordinal));
        foreach (var body in lived.Select(request => JsonNode.Parse(request.Body)!.AsObject()))
        {
            var uid = body["metadata"]!["uid"]!.GetValue<string>();
            if (!last.TryGetValue(uid, out var known) || VersionOf(known) < VersionOf(body))
            {
                last[uid] = body;
            }
        }

        foreach (var body in last.Values)
        {
            cluster.Objects.Seed(body);
        }

        cluster.Objects.AdvanceResourceVersion(last.Values.Max(VersionOf));
    }

    private static long VersionOf(JsonObject body) => long.Parse(body["metadata"]!["resourceVersion"]!.GetValue<string>(), null);
}
