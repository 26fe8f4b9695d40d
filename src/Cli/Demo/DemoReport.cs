using Tagalong.Cli.Documents;

namespace Tagalong.Cli.Demo;

/// <summary>The result of a scenario.</summary>
/// <param name="Labels">The result of each label.</param>
/// <param name="Events">How many events the relay sent.</param>
/// <param name="Outcomes">How many events had each outcome.</param>
/// <param name="Changes">How many times the scenario and the function wrote to objects.</param>
/// <param name="Reads">The function's reads, by the cluster's request log.</param>
/// <param name="Writes">The function's writes, rejected ones included.</param>
/// <param name="Faults">What differs from the expectations, one sentence each.</param>
internal sealed record DemoReport(
    IReadOnlyList<LabelResult> Labels, int Events, IReadOnlyDictionary<string, int> Outcomes, int Changes, int Reads, int Writes, IReadOnlyList<string> Faults)
{
    public bool IsAsExpected => Faults.Count == 0;

    public static DemoReport Of(Scenario scenario, IReadOnlyDictionary<ObjectName, ObjectLabels> before, DemoEnvironment environment)
    {
        var (cluster, events) = (environment.Cluster, environment.Events.Events);
        var labels = scenario.Labels.Select(label => LabelResult.Of(
            label,
            before.GetValueOrDefault(label.Object),
            new ObjectLabels(label.Object.ReadFrom(cluster.Objects)),
            [.. events.Where(handled => handled.Object == label.Object)])).ToList();
        var reads = cluster.Requests.Count(static request => request is { IsRead: true, User: DemoEnvironment.FunctionUser });
        var writes = cluster.Requests.Count(static request => request is { IsWrite: true, User: DemoEnvironment.FunctionUser });
        return new DemoReport(
            labels,
            events.Count,
            new SortedDictionary<string, int>(events.CountBy(static handled => handled.Outcome).ToDictionary(), StringComparer.Ordinal),
            scenario.Setup.Count + scenario.Phases.Sum(static phase => phase.Steps.Count) + writes,
            reads,
            writes,
            [
                .. labels.Select(static label => label.Fault).OfType<string>(),
                .. events.Where(static handled => !handled.IsAccepted)
                    .Select(static handled => $"{handled.Object}: event {handled.Type} got status {handled.Status}, expected 202 ({handled.Reason})").Distinct(),
                .. writes == scenario.Writes ? [] : new[] { $"The function made {writes} writes, expected {scenario.Writes}" },
                .. reads <= scenario.MaxReads ? [] : new[] { $"The function made {reads} reads, expected at most {scenario.MaxReads}" },
            ]);
    }

    public DemoDocument ToDocument(DemoAddress? kept) => new(
        IsAsExpected,
        Faults,
        Labels.Select(static label => new DemoLabel(
            label.Expected.Object.ToString(),
            label.Expected.Key,
            label.Before,
            label.After,
            label.Expected.After,
            DocumentContext.NameOf(label.Expected.Reason),
            label.Expected.Owner,
            label.Fault is null)),
        new DemoEvents(Changes, Events, Outcomes),
        new DemoCalls(Reads, Writes),
        kept);
}
