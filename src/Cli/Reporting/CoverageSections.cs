using Tagalong.Cli.Sweeping;
using Tagalong.Core.Sweeping;

namespace Tagalong.Cli.Reporting;

/// <summary>Coverage by cluster, by label key and by namespace.</summary>
internal static class CoverageSections
{
    private const int MostNamespaces = 200;
    private const int MostKeys = 200;

    public static void Write(HtmlWriter html, SweepReport report)
    {
        WriteClusters(html, report);
        WriteKeys(html, report);
        WriteNamespaces(html, report);
    }

    private static void WriteClusters(HtmlWriter html, SweepReport report)
    {
        using (html.Element("section"))
        {
            html.Line("h2", "Clusters");
            html.Line("p", "An object is complete when it carries every label that its sources have for it, whoever set the value.", ("class", "soft"));
            ObjectLegend(html, report);
            HtmlTable.Write(
                html,
                "Coverage of each cluster, those that did not come to their end first",
                ["Cluster", "Ended", "", "#Complete", "#Before", "#Objects", "#Lacking", "#Writes", "#Took"],
                report.Summary.Clusters.OrderBy(static cluster => cluster.End == SweepEnd.Complete).ThenBy(static cluster => cluster.Cluster.ToString(), StringComparer.Ordinal),
                cluster =>
                {
                    var coverage = report.Seen.Clusters.GetValueOrDefault(cluster.Cluster.ToString());
                    HtmlTable.Name(html, cluster.Cluster.ToString());
                    html.Line("td", SweepWords.Of(cluster.End), ("class", cluster.End switch
                    {
                        SweepEnd.Complete => "whole good",
                        SweepEnd.Incomplete or SweepEnd.Cancelled => "whole warn",
                        SweepEnd.Failed or SweepEnd.Refused => "whole bad",
                    }));
                    Bar(html, report, coverage);
                    Cells(html, coverage);
                    HtmlTable.Number(html, cluster.Counts.Writes);
                    html.Line("td", Durations.Of(cluster.Duration), ("class", "n"));
                });
        }
    }

    private static void WriteKeys(HtmlWriter html, SweepReport report)
    {
        var keys = report.Seen.Keys.OrderByDescending(static key => key.Value.Lacking).ThenByDescending(static key => key.Value.Kept)
            .ThenByDescending(static key => key.Value.Total).ThenBy(static key => key.Key, StringComparer.Ordinal).ToList();
        if (keys.Count == 0)
        {
            return;
        }

        using (html.Element("section"))
        {
            html.Line("h2", "Label keys");
            html.Line("p", "For each key: the objects that a source has it for, and whether they carry it.", ("class", "soft"));
            using (html.Element("ul", ("class", "legend")))
            {
                Legend(html, "had", "there already");
                Legend(html, "given", report.Given);
                Legend(html, "kept", "kept: another value, which somebody else set");
                Legend(html, "lacking", "lacking");
            }

            HtmlTable.Write(
                html, Shown("Coverage of each label key", keys.Count, MostKeys), ["Key", "", "#Carried", "#There already", "#Given", "#Kept", "#Lacking", "#Objects"], keys.Take(MostKeys), pair =>
                {
                    var (key, coverage) = pair;
                    using (html.Element("th", ("scope", "row")))
                    {
                        html.Line("code", key);
                    }

                    using (html.Element("td", ("class", "bar")))
                    {
                        CoverageBar.Draw(
                            html, ("had", "there already", coverage.Had), ("given", report.Given, coverage.Given), ("kept", "kept with another value", coverage.Kept), ("lacking", "lacking", coverage.Lacking));
                    }

                    html.Line("td", Figures.Percent(coverage.Total - coverage.Lacking, coverage.Total), ("class", "n"));
                    HtmlTable.Number(html, coverage.Had);
                    HtmlTable.Number(html, coverage.Given);
                    HtmlTable.Number(html, coverage.Kept);
                    HtmlTable.Number(html, coverage.Lacking);
                    HtmlTable.Number(html, coverage.Total);
                });
        }
    }

    private static void WriteNamespaces(HtmlWriter html, SweepReport report)
    {
        var namespaces = report.Seen.Namespaces.OrderByDescending(static place => place.Value.Lacking).ThenByDescending(static place => place.Value.Completed)
            .ThenBy(static place => place.Key.Cluster, StringComparer.Ordinal).ThenBy(static place => place.Key.Namespace, StringComparer.Ordinal).ToList();
        if (namespaces.Count == 0)
        {
            return;
        }

        using (html.Element("section"))
        {
            html.Line("h2", "Namespaces");
            ObjectLegend(html, report);
            HtmlTable.Write(
                html, Shown("Coverage of each namespace, those that lack most first", namespaces.Count, MostNamespaces), ["Cluster", "Namespace", "", "#Complete", "#Before", "#Objects", "#Lacking"],
                namespaces.Take(MostNamespaces), pair =>
                {
                    html.Line("td", pair.Key.Cluster);
                    HtmlTable.Name(html, pair.Key.Namespace.Length == 0 ? "(cluster)" : pair.Key.Namespace);
                    Bar(html, report, pair.Value);
                    Cells(html, pair.Value);
                });
        }
    }

    private static string Shown(string caption, int count, int most) => count <= most ? caption : $"{caption}; {most} of {Figures.Number(count)} are shown";

    private static void Bar(HtmlWriter html, SweepReport report, ObjectCoverage coverage)
    {
        using (html.Element("td", ("class", "bar")))
        {
            CoverageBar.Draw(html, ("had", "complete before", coverage.Had), ("given", report.Completed, coverage.Completed), ("lacking", "lacking a label", coverage.Lacking));
        }
    }

    private static void Cells(HtmlWriter html, ObjectCoverage coverage)
    {
        html.Line("td", Figures.Percent(coverage.Had + coverage.Completed, coverage.Total), ("class", "n"));
        html.Line("td", Figures.Percent(coverage.Had, coverage.Total), ("class", "n"));
        HtmlTable.Number(html, coverage.Total);
        HtmlTable.Number(html, coverage.Lacking);
    }

    private static void ObjectLegend(HtmlWriter html, SweepReport report)
    {
        using (html.Element("ul", ("class", "legend")))
        {
            Legend(html, "had", "complete before");
            Legend(html, "given", report.Completed);
            Legend(html, "lacking", "lacking a label");
        }
    }

    private static void Legend(HtmlWriter html, string name, string text)
    {
        using (html.Element("li"))
        {
            html.Line("span", "", ("class", name));
            html.Text(text);
        }
    }
}
