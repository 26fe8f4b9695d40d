using Tagalong.Cli.Documents;

namespace Tagalong.Cli.Demo;

/// <summary>Compares the cluster, its request log and the events to the expectations of a scenario.</summary>
internal static class DemoResult
{
    public static DemoDocument Of(
        Scenario scenario, IReadOnlyDictionary<ObjectName, ObjectLabels> before, DemoEnvironment environment, DemoAddress? kept)
    {
        var (cluster, events) = (environment.Cluster, environment.Events.Events);
        var reads = cluster.Requests.Count(static request => request is { IsRead: true, User: DemoEnvironment.FunctionUser });
        var writes = cluster.Requests.Count(static request => request is { IsWrite: true, User: DemoEnvironment.FunctionUser });
        var (labels, errors) = (new List<DemoLabel>(), new List<string>());
        foreach (var expected in scenario.Labels)
        {
            var was = before.GetValueOrDefault(expected.Object)?[expected.Key];
            var now = new ObjectLabels(expected.Object.ReadFrom(cluster.Objects));
            var error = LabelCheck.ErrorOf(expected, was, now, [.. events.Where(handled => handled.Object == expected.Object)]);
            errors.AddRange(error is null ? [] : [error]);
            labels.Add(new DemoLabel(
                expected.Object.ToString(),
                expected.Key,
                was,
                now[expected.Key],
                expected.After,
                DocumentContext.NameOf(expected.Reason),
                expected.Owner,
                error is null));
        }

        errors.AddRange(events.Where(static handled => !handled.IsAccepted)
            .Select(static handled => $"{handled.Object}: event {handled.Type} got status {handled.Status}, expected 202 ({handled.Reason})").Distinct());
        errors.AddRange(writes == scenario.Writes ? [] : [$"The function made {writes} writes, expected {scenario.Writes}"]);
        errors.AddRange(reads <= scenario.MaxReads ? [] : [$"The function made {reads} reads, expected at most {scenario.MaxReads}"]);
        var changes = scenario.Setup.Count + scenario.Phases.Sum(static phase => phase.Steps.Count) + writes;
        var outcomes = new SortedDictionary<string, int>(events.CountBy(static handled => handled.Outcome).ToDictionary(), StringComparer.Ordinal);
        return new DemoDocument(errors.Count == 0, errors, labels, new DemoEvents(changes, events.Count, outcomes), new DemoCalls(reads, writes), kept);
    }
}
