using System.Text.Json;
using System.Text.Json.Nodes;
using BenchmarkDotNet.Attributes;
using k8s;
using k8s.Models;
using Microsoft.Extensions.DependencyInjection;
using Tagalong.Core;
using Tagalong.Core.Applying;
using Tagalong.Core.Events;
using Tagalong.Core.Labels;
using Tagalong.Core.Objects;
using Tagalong.Core.Outcomes;
using Tagalong.Core.Rules;
using Tagalong.Core.Sources;
using Tagalong.DevCluster;
using Tagalong.Testing;

namespace Tagalong.Benchmarks;

/// <summary>
/// The most frequent event: a recorded ReplicaSet that has its labels, so that nothing changes. The steps and the whole path
/// are compared with deserialising the event into the Kubernetes client's model, which decides nothing yet.
/// </summary>
public class EventBenchmarks
{
    private DevApiServer? _cluster;
    private RunningLabeler? _running;
    private Labeler _labeler = null!;
    private LabelPolicy _policy = null!;
    private EventEnvelope _envelope = null!;
    private byte[] _bytes = [];
    private ObjectSnapshot _snapshot = null!;
    private RuleMatch _match = null!;
    private SourceLabels _sources = null!;
    private LabelPlan _plan = null!;

    [Params(EventSize.Recorded, EventSize.Large, EventSize.Huge)]
    public EventSize Size { get; set; }

    /// <summary>All steps by name, the baseline first.</summary>
    internal IReadOnlyList<(string Name, Action Run)> Steps =>
    [
        ("deserialise into the client's model", () => ClientModel()),
        ("pass over the text", () => Pass()),
        ("read", () => Read()),
        ("evaluate: which rule", () => Evaluate()),
        ("evaluate: the plan", () => Plan()),
        ("encode the patch", () => Encode()),
        ("read to plan", () => ReadToPlan()),
        ("the whole path, reported", () => Finish(WholePath())),
    ];

    [GlobalSetup]
    public async Task SetupAsync()
    {
        _cluster = await Checkout.StartClusterAsync(CancellationToken.None);
        _running = RunningLabeler.StartSilent(_cluster, "Owners:TimeToLive=00:01:00", "Labeler:EventTimeout=00:05:00", "ApiCalls:AttemptTimeout=00:01:00");
        _labeler = _running.Services.GetRequiredService<Labeler>();
        _policy = _running.Services.GetRequiredService<LabelPolicy>();
        var settled = await Checkout.SettleAsync(_cluster, _running, CancellationToken.None);
        _envelope = settled with { Data = GrownObject.Of(JsonNode.Parse(settled.Data.Span)!.AsObject(), Size) };
        if (await WholePath() is not { Reason: OutcomeReason.AlreadyLabeled, Reads: 0, Writes: 0 } and var outcome)
        {
            throw new InvalidOperationException($"The event ended as {outcome}.");
        }

        _bytes = _envelope.Data.ToArray();
        _snapshot = EventReader.Read(_envelope).Change!.Body!;
        _match = _policy.Match(_snapshot)!;
        _sources = new SourceLabels { [LabelSourceKind.Owner] = ObjectReader.Read(Checkout.Rollout.Body).Snapshot!.Labels };
        _plan = LabelPlanner.Plan(_snapshot, _match.Rule, _sources);
    }

    [GlobalCleanup]
    public async Task CleanupAsync()
    {
        await _running!.DisposeAsync();
        await _cluster!.DisposeAsync();
    }

    [Benchmark(Baseline = true, Description = "deserialise into the client's model")]
    public V1ReplicaSet ClientModel() => KubernetesJson.Deserialize<V1ReplicaSet>(new MemoryStream(_bytes));

    /// <summary>The minimum: only verifies that the text is JSON.</summary>
    [Benchmark(Description = "pass over the text")]
    public long Pass()
    {
        var reader = new Utf8JsonReader(_bytes);
        while (reader.Read())
        {
        }

        return reader.BytesConsumed;
    }

    [Benchmark(Description = "read")]
    public object? Read() => EventReader.Read(_envelope).Change;

    [Benchmark(Description = "evaluate: which rule")]
    public RuleMatch? Evaluate() => _policy.Match(_snapshot);

    [Benchmark(Description = "evaluate: the plan")]
    public object Plan() => LabelPlanner.Plan(_snapshot, _match.Rule, _sources);

    [Benchmark(Description = "encode the patch")]
    public int Encode() => LabelPatch.Write(_snapshot, _match.Rule, _plan.Owned, onlyAsSeen: false).Length;

    [Benchmark(Description = "read to plan")]
    public object ReadToPlan()
    {
        var shown = EventReader.Read(_envelope).Change!.Body!;
        return LabelPlanner.Plan(shown, _policy.Match(shown)!.Rule, _sources);
    }

    [Benchmark(Description = "the whole path, reported")]
    public ValueTask<Outcome> WholePath() => _labeler.HandleAsync(_envelope, CancellationToken.None);

    private static void Finish(ValueTask<Outcome> path)
    {
        if (!path.IsCompletedSuccessfully)
        {
            throw new InvalidOperationException("An event that changes nothing did not complete synchronously.");
        }
    }
}
