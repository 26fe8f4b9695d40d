using Tagalong.Cli.Output;
using Tagalong.Core.Sweeping;

namespace Tagalong.Cli.Reporting;

/// <summary>Coverage by cluster, by label key and by namespace.</summary>
internal sealed class CoverageSections(HtmlWriter html, SweepReport report)
{
    private const int MaxNamespaces = 200;
    private const int MaxKeys = 200;

    public void Write()
    {
        WriteClusters();
        WriteKeys();
        WriteNamespaces();
    }

    /// <summary>The parts of a bar of objects.</summary>
    public (string Class, string Word, long Count)[] PartsOf(ObjectCoverage coverage) =>
        [("had", "complete before", coverage.Had), ("given", report.Completed, coverage.Completed), ("lacking", "lacking a label", coverage.Lacking)];

    private (string Class, string Word, long Count)[] PartsOf(KeyCoverage coverage) =>
        [("had", "there before", coverage.Had), ("given", report.Given, coverage.Given), ("kept", "kept with another value", coverage.Kept), ("lacking", "lacking", coverage.Lacking)];

    private void WriteClusters()
    {
        using (html.Section("Clusters"))
        {
            html.Line("p", "An object is complete when it has every label that its sources have for it, with any value.", ("class", "soft"));
            WriteLegend(PartsOf(default(ObjectCoverage)));
            var clusters = report.Summary.Clusters
                .OrderBy(static cluster => cluster.End == SweepEnd.Complete).ThenBy(static cluster => cluster.Cluster.ToString(), StringComparer.Ordinal);
            var table = html.Table(clusters)
                .Name("Cluster", static cluster => cluster.Cluster.ToString())
                .Text("Ended", static cluster => Wording.Of(cluster.End), static cluster => cluster.End switch
                {
                    SweepEnd.Complete => "whole good",
                    SweepEnd.Incomplete or SweepEnd.Cancelled => "whole warn",
                    SweepEnd.Failed or SweepEnd.Refused => "whole bad",
                });
            AddObjects(table, cluster => report.Coverage.Clusters.GetValueOrDefault(cluster.Cluster.ToString()))
                .Number("Writes", static cluster => cluster.Counts.Writes)
                .Number("Time", static cluster => Durations.Of(cluster.Duration))
                .Write("Coverage by cluster, unfinished first");
        }
    }

    private void WriteKeys()
    {
        var keys = report.Coverage.Keys.OrderByDescending(static key => key.Value.Lacking).ThenByDescending(static key => key.Value.Kept)
            .ThenByDescending(static key => key.Value.Total).ThenBy(static key => key.Key, StringComparer.Ordinal).ToList();
        if (keys.Count == 0)
        {
            return;
        }

        using (html.Section("Label keys"))
        {
            html.Line("p", "For each key: the objects that a source has it for, and whether they have it.", ("class", "soft"));
            WriteLegend(PartsOf(default(KeyCoverage)));
            html.Table(keys.Take(MaxKeys))
                .Code("Key", static key => key.Key, isName: true)
                .Bar(key => PartsOf(key.Value))
                .Number("Have it", static key => Numbers.Percent(key.Value.Total - key.Value.Lacking, key.Value.Total))
                .Number("There before", static key => key.Value.Had)
                .Number(report.IsDryRun ? "To add" : "Added", static key => key.Value.Given)
                .Number("Kept", static key => key.Value.Kept)
                .Number("Lacking", static key => key.Value.Lacking)
                .Number("Objects", static key => key.Value.Total)
                .Write("Coverage by label key", Math.Min(keys.Count, MaxKeys), keys.Count);
        }
    }

    private void WriteNamespaces()
    {
        var namespaces = report.Coverage.Namespaces.OrderByDescending(static place => place.Value.Lacking).ThenByDescending(static place => place.Value.Completed)
            .ThenBy(static place => place.Key.Cluster, StringComparer.Ordinal).ThenBy(static place => place.Key.Namespace, StringComparer.Ordinal).ToList();
        if (namespaces.Count == 0)
        {
            return;
        }

        using (html.Section("Namespaces"))
        {
            WriteLegend(PartsOf(default(ObjectCoverage)));
            var table = html.Table(namespaces.Take(MaxNamespaces))
                .Text("Cluster", static place => place.Key.Cluster)
                .Name("Namespace", static place => place.Key.Namespace.Length == 0 ? "(cluster)" : place.Key.Namespace);
            AddObjects(table, static place => place.Value)
                .Write("Coverage by namespace, most lacking first", Math.Min(namespaces.Count, MaxNamespaces), namespaces.Count);
        }
    }

    private HtmlTable<T> AddObjects<T>(HtmlTable<T> table, Func<T, ObjectCoverage> coverage) => table
        .Bar(row => PartsOf(coverage(row)))
        .Number("Complete", row => Numbers.Percent(coverage(row).Had + coverage(row).Completed, coverage(row).Total))
        .Number("Before", row => Numbers.Percent(coverage(row).Had, coverage(row).Total))
        .Number("Objects", row => coverage(row).Total)
        .Number("Lacking", row => coverage(row).Lacking);

    private void WriteLegend((string Class, string Word, long Count)[] parts)
    {
        using (html.Element("ul", ("class", "legend")))
        {
            foreach (var (name, word, _) in parts)
            {
                using (html.Element("li"))
                {
                    html.Line("span", "", ("class", name));
                    html.Text(word);
                }
            }
        }
    }
}
