using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Tagalong.Cluster.Tests;
using Tagalong.Cluster.Tests.Servers;
using Tagalong.DevCluster.Kinds;
using Tagalong.Testing;

namespace Tagalong.Load;

/// <summary>
/// Events at the maximum rate, alternating with the requests to compare with: bodies that the same server only reads, and
/// the same writes sent directly to the API server.
/// </summary>
internal sealed class EventScenario(ClusterApi api, ServerProcess server, string ns, int senders)
{
    private const int Settled = 50;
    private const int UpdatesOfARelease = 5;

    private readonly Phase _reading = new("bodies that are only read", senders);
    private readonly Phase _unchanged = new("events that change nothing", senders);
    private readonly Phase _patches = new("bare PATCH requests", senders);
    private readonly Phase _passedOn = new("the same PATCH requests, only passed on", senders);
    private readonly Phase _writes = new("events that need a write", senders);
    private readonly Phase _release = new("a mix like a release", senders);

    private Phase[] Phases => [_reading, _unchanged, _patches, _passedOn, _writes, _release];

    public static async Task<int> RunAsync(int seconds, int writes, int rounds, int senders, string? binary, string? picture, CancellationToken cancellationToken)
    {
        await using var cluster = await TestCluster.StartAsync();
        using var api = ClusterApi.Of(cluster.AdminKubeconfig);
        var ns = await cluster.CreateNamespaceAsync();
        var kubeconfig = Path.GetTempFileName();
        await File.WriteAllTextAsync(kubeconfig, cluster.LabelerKubeconfig, cancellationToken);
        await using var server = await ServerProcess.StartMeasuredAsync(
            binary,
            kubeconfig,
            [
                "Tagalong:Senders:Authentication=Platform", "Logging:LogLevel:Default=Warning",
                "Tagalong:Limits:WritesPerSecond=10000", "Tagalong:Limits:WriteBurst=10000",
            ],
            cancellationToken);
        Console.WriteLine($"On {cluster.Description}; {Environment.ProcessorCount} processors; {senders} senders; {(binary is null ? "under the JIT" : "native")}.");
        Console.WriteLine();
        var scenario = new EventScenario(api, server, ns, senders);
        var exitCode = await scenario.MeasureAsync(TimeSpan.FromSeconds(seconds), writes, rounds, cancellationToken);
        if (picture is not null)
        {
            await File.WriteAllTextAsync(picture, scenario.Picture(cluster.IsReal ? "a real API server" : "the dev cluster"), cancellationToken);
        }

        File.Delete(kubeconfig);
        return exitCode;
    }

    private async Task<int> MeasureAsync(TimeSpan turn, int writes, int rounds, CancellationToken cancellationToken)
    {
        var rollout = await api.CreateAsync(Manifests.Rollout(ns, "checkout", "team=payments,tier=web"), "kubectl");
        var made = await CreateAsync(rollout, Settled + writes + (4 * writes * rounds), cancellationToken);
        using var client = new HttpClient { BaseAddress = server.Url };

        var warming = new Phase("warming", senders);
        await warming.TakeTurnAsync(client, EachOnce(made[..(Settled + writes)], Added), server, cancellationToken);
        var settled = new List<byte[]>();
        foreach (var value in made[..Settled])
        {
            settled.Add(Bytes(await api.GetAsync(value)));
        }

        await warming.TakeTurnAsync(client, For(turn, index => Phase.Event("/", settled[index % Settled], "update", "warm")), server, cancellationToken);
        await warming.TakeTurnAsync(client, For(turn, index => Phase.Event("/read-only", settled[index % Settled], "update", "warm")), server, cancellationToken);

        var release = Bytes(await api.GetAsync(rollout));
        var left = made.AsEnumerable().Skip(Settled + writes);
        for (var round = 1; round <= rounds; round++)
        {
            Console.Error.WriteLine($"round {round} of {rounds}");
            await _reading.TakeTurnAsync(client, For(turn, index => Phase.Event("/read-only", settled[index % Settled], "update", "r")), server, cancellationToken);
            await _unchanged.TakeTurnAsync(client, For(turn, index => Phase.Event("/", settled[index % Settled], "update", "u")), server, cancellationToken);
            (Phase Phase, HttpClient Client, Func<JsonObject, HttpRequestMessage> Make)[] waysToWrite =
                [(_patches, api.Http, Patch), (_passedOn, client, PassedOn), (_writes, client, Added)];
            for (var place = 0; place < waysToWrite.Length; place++)
            {
                // Each phase is first, second and last equally often, since earlier phases affect the speed of the API server.
                var (phase, by, make) = waysToWrite[(place + round) % waysToWrite.Length];
                await phase.TakeTurnAsync(by, EachOnce([.. left.Skip(place * writes).Take(writes)], make), server, cancellationToken);
            }

            await _release.TakeTurnAsync(
                client, EachOnce([.. left.Skip(3 * writes).Take(writes).SelectMany(value => Release(value, release, settled))], static made => made()), server, cancellationToken);
            left = left.Skip(4 * writes);
        }

        Report();
        var unlabeled = (await api.ListAsync(ResourceKinds.ReplicaSet, ns)).Count(static value => (string?)value["metadata"]!["labels"]!["team"] != "payments");
        Console.WriteLine($"{unlabeled} of {made.Count} objects have no labels.");
        return unlabeled == 0 && Phases.Sum(static phase => phase.Failed) == 0 ? 0 : 1;
    }

    private void Report()
    {
        Console.WriteLine("| | requests | a second | p50 ms | p99 ms | p99.9 ms | CPU µs each | bytes each | API calls each |");
        Console.WriteLine("|---|--:|--:|--:|--:|--:|--:|--:|--:|");
        foreach (var phase in Phases)
        {
            Console.WriteLine(phase.Row());
        }

        Console.WriteLine();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Events that change nothing: {_unchanged.RatioTo(_reading):0.00} of the rate of bodies that are only read."));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Events that need a write: {_writes.RatioTo(_patches):0.00} of the rate of bare PATCH requests, {_writes.RatioTo(_passedOn):0.00} of those that are only passed on."));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Resident memory of the server: {server.ResidentMiB:0} MiB."));
    }

    private string Picture(string where) => BarChart.Draw(
        $"Requests a second, on {where}",
        [.. Phases.Select(static phase => (phase.Name, Phase.Median(phase.Rates)))]);

    private async Task<List<JsonObject>> CreateAsync(JsonObject rollout, int count, CancellationToken cancellationToken)
    {
        var made = new JsonObject[count];
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = cancellationToken }, async (index, _) =>
            made[index] = await api.CreateAsync(Manifests.ReplicaSet(
                ns, string.Create(CultureInfo.InvariantCulture, $"checkout-{index}"), "app=checkout", "app=checkout,role=stable", rollout), "rollouts-controller"));
        return [.. made];
    }

    private static IEnumerable<Func<HttpRequestMessage>> Release(JsonObject value, byte[] rollout, List<byte[]> settled) =>
    [
        () => Added(value),
        () => Phase.Event("/", rollout, "update", "rollout"),
        .. Enumerable.Range(0, UpdatesOfARelease).Select<int, Func<HttpRequestMessage>>(index => () => Phase.Event("/", settled[index], "update", "update")),
    ];

    private static HttpRequestMessage Added(JsonObject value) => Phase.Event("/", Bytes(value), "add", (string)value["metadata"]!["name"]!);

    /// <summary>The write that the server sends for the event of an object.</summary>
    private static HttpRequestMessage Patch(JsonObject value) => new(HttpMethod.Patch, PatchPath(value))
    {
        Content = new ByteArrayContent(PatchBody(value)) { Headers = { ContentType = new MediaTypeHeaderValue("application/apply-patch+yaml") } },
        Version = HttpVersion.Version20,
    };

    /// <summary>The same write, through a process that only forwards it.</summary>
    private static HttpRequestMessage PassedOn(JsonObject value) =>
        new(HttpMethod.Post, $"/pass-on?path={Uri.EscapeDataString(PatchPath(value))}") { Content = new ByteArrayContent(PatchBody(value)) };

    private static string PatchPath(JsonObject value) => $"{ClusterApi.PathOf(value)}?fieldManager=tagalong";

    private static byte[] PatchBody(JsonObject value)
    {
        var metadata = value["metadata"]!;
        return Encoding.UTF8.GetBytes(
            $$"""{"apiVersion":"apps/v1","kind":"ReplicaSet","metadata":{"name":"{{metadata["name"]}}","uid":"{{metadata["uid"]}}","labels":{"role":"stable","team":"payments","tier":"web"} } }""");
    }

    private static Func<HttpRequestMessage?> EachOnce<T>(List<T> values, Func<T, HttpRequestMessage> make)
    {
        var next = -1;
        return () => Interlocked.Increment(ref next) is var index && index < values.Count ? make(values[index]) : null;
    }

    private static Func<HttpRequestMessage?> For(TimeSpan turn, Func<int, HttpRequestMessage> make)
    {
        var (started, next) = (TimeProvider.System.GetTimestamp(), -1);
        return () => TimeProvider.System.GetElapsedTime(started) < turn ? make(Interlocked.Increment(ref next)) : null;
    }

    private static byte[] Bytes(JsonObject value) => Encoding.UTF8.GetBytes(value.ToJsonString());
}
