using Tagalong.DevCluster;

namespace Tagalong.Cli.Demo;

/// <summary>What came of a release.</summary>
internal sealed record DemoReport
{
    /// <summary>What became of each label.</summary>
    public required IReadOnlyList<LabelResult> Labels { get; init; }

    /// <summary>How many events were sent.</summary>
    public required int Events { get; init; }

    /// <summary>How many events ended how: <c>Labeled</c>, <c>Unchanged</c>.</summary>
    public required IReadOnlyDictionary<string, int> Outcomes { get; init; }

    /// <summary>How many times objects were written to: by the release, and by the function.</summary>
    public required int Changes { get; init; }

    /// <summary>How many reads the function made, by the cluster's request log.</summary>
    public required int Reads { get; init; }

    /// <summary>How many writes the function made, refused ones included, by the same log.</summary>
    public required int Writes { get; init; }

    /// <summary>What is not as expected, a sentence each; empty if all is.</summary>
    public required IReadOnlyList<string> Faults { get; init; }

    /// <summary>Whether all is as expected.</summary>
    public bool IsAsExpected => Faults.Count == 0;

    /// <summary>Compares a cluster, its request log and what was seen to what was expected of a release.</summary>
    public static DemoReport Of(Release release, History history, DevApiServer cluster)
    {
        var expected = release.Expected;
        var deliveries = history.Deliveries;
        var labels = expected.Labels.Select(label => Judge(label, history, deliveries, cluster.Objects)).ToArray();
        var reads = cluster.Requests.Count(request => request is { IsRead: true, User: Stage.FunctionUser });
        var writes = cluster.Requests.Count(request => request is { IsWrite: true, User: Stage.FunctionUser });
        return new DemoReport
        {
            Labels = labels,
            Events = deliveries.Count,
            Outcomes = new SortedDictionary<string, int>(
                deliveries.CountBy(delivery => delivery.Outcome?.Kind ?? "Unreported").ToDictionary(), StringComparer.Ordinal),
            Changes = release.Past.Count + release.Scenes.Sum(scene => scene.Steps.Count) + writes,
            Reads = reads,
            Writes = writes,
            Faults =
            [
                .. labels.Select(label => label.Fault).OfType<string>(),
                .. deliveries.Where(delivery => !delivery.IsAccepted).Select(Refused).Distinct(),
                .. writes == expected.Writes ? [] : new[] { $"The function made {writes} writes, expected {expected.Writes}" },
                .. reads <= expected.MostReads ? [] : new[] { $"The function made {reads} reads, expected at most {expected.MostReads}" },
            ],
        };
    }

    private static LabelResult Judge(ExpectedLabel label, History history, IReadOnlyList<Delivery> deliveries, ClusterObjects objects) =>
        LabelResult.Of(
            label,
            history.Before(label.Object),
            new ObjectLabels(label.Object.ReadFrom(objects)),
            [.. deliveries.Where(delivery => delivery.Object == label.Object).Select(delivery => delivery.Outcome).OfType<ReportedOutcome>()]);

    private static string Refused(Delivery delivery) =>
        $"{delivery.Object}: event {delivery.Type} was answered {delivery.Status}, expected 202 ({delivery.Outcome?.Reason ?? "unreported"})";
}
