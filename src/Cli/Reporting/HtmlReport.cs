using System.Globalization;
using System.Reflection;
using Tagalong.Cli.Sweeping;
using Tagalong.Core.Sweeping;

namespace Tagalong.Cli.Reporting;

/// <summary>The report as one page that needs nothing else: no script, no font, no picture from elsewhere.</summary>
internal static class HtmlReport
{
    /// <summary>The page may load nothing and run nothing, whatever a label's value holds.</summary>
    private const string Allowed = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

    /// <summary>Writes the page.</summary>
    public static void Write(TextWriter output, SweepReport report)
    {
        var html = new HtmlWriter(output);
        html.Doctype();
        using (html.Element("html", ("lang", "en")))
        {
            using (html.Element("head"))
            {
                html.Void("meta", ("charset", "utf-8"));
                html.Void("meta", ("http-equiv", "Content-Security-Policy"), ("content", Allowed));
                html.Void("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1"));
                html.Void("meta", ("name", "color-scheme"), ("content", "light dark"));
                html.Line("title", $"Tagalong sweep, {Day(report)}");
                html.Style(ReportStyle.Css);
            }

            using (html.Element("body"))
            {
                WriteHead(html, report);
                using (html.Element("main"))
                {
                    WriteUnknown(html, report);
                    WriteHero(html, report);
                    CoverageSections.Write(html, report);
                    ChangeSection.Write(html, report);
                    KeptSection.Write(html, report);
                    FailureSection.Write(html, report);
                    PolicySection.Write(html, report);
                }

                html.Line("footer", $"{report.Summary.Id} by tagalong {Version}. This page is whole: it loads nothing.");
            }
        }
    }

    private static string Version =>
        typeof(HtmlReport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    private static string Day(SweepReport report) => report.Began.ToString("yyyy-MM-dd HH:mm zzz", CultureInfo.InvariantCulture);

    private static void WriteHead(HtmlWriter html, SweepReport report)
    {
        var request = report.Request;
        using (html.Element("header"))
        {
            html.Line("h1", report.Summary.Clusters.Length == 1
                ? $"Labels in {report.Summary.Clusters[0].Cluster}"
                : $"Labels in {report.Summary.Clusters.Length} clusters");
            using (html.Element("p", ("class", "soft")))
            {
                html.Line("span", SweepWords.Of(request.Mode), ("class", report.IsDry ? "mode dry" : "mode"));
                html.Text($"{Day(report)}, took {Durations.Of(report.Summary.Duration)}; "
                    + (request.Namespaces.IsEmpty ? "all namespaces" : $"namespaces {string.Join(", ", request.Namespaces)}")
                    + (request.Selector.Length == 0 ? "" : $"; objects with {request.Selector}"));
            }
        }
    }

    /// <summary>The clusters that the figures leave out, wholly or in part: whoever reads only the first line has to know.</summary>
    private static void WriteUnknown(HtmlWriter html, SweepReport report)
    {
        var unknown = report.Summary.Clusters.Where(static cluster => cluster.End != SweepEnd.Complete).ToList();
        if (unknown.Count == 0)
        {
            return;
        }

        using (html.Element("div", ("class", "banner"), ("role", "note")))
        {
            html.Line("p", unknown.Count == 1
                ? "One cluster was not swept to its end. The figures tell of what was seen of it."
                : $"{unknown.Count} clusters were not swept to their end. The figures tell of what was seen of them.");
            foreach (var cluster in unknown)
            {
                using (html.Element("p"))
                {
                    html.Line("strong", $"{cluster.Cluster}: {SweepWords.Of(cluster.End)}. ");
                    html.Text(cluster.Reason is null && cluster.Detail is null ? "" : SweepText.FaultOf(cluster));
                }
            }
        }
    }

    private static void WriteHero(HtmlWriter html, SweepReport report)
    {
        var all = report.Seen.Clusters.Values.Aggregate(new ObjectCoverage(), static (one, other) => one + other);
        var counts = report.Summary.Clusters.Select(static cluster => cluster.Counts).ToList();
        var complete = report.Summary.Clusters.Count(static cluster => cluster.End == SweepEnd.Complete);
        using (html.Element("div", ("class", "hero")))
        {
            using (html.Element("div"))
            {
                html.Line("div", Figures.Percent(all.Had + all.Completed, all.Total), ("class", "big"));
                html.Line("div", $"of {Figures.Number(all.Total)} objects {(report.IsDry ? "would carry" : "carry")} every label that their sources have; before, {Figures.Percent(all.Had, all.Total)} did", ("class", "soft"));
            }

            using (html.Element("div"))
            {
                using (html.Element("div", ("class", "wide")))
                {
                    CoverageBar.Draw(html, ("had", "complete before", all.Had), ("given", report.Completed, all.Completed), ("lacking", "lacking a label", all.Lacking));
                }

                using (html.Element("dl", ("class", "tiles")))
                {
                    Tile(html, "Clusters to the end", $"{complete} of {report.Summary.Clusters.Length}", complete == report.Summary.Clusters.Length ? "good" : "bad");
                    Tile(html, report.IsDry ? "Objects to change" : "Objects changed", Figures.Number(counts.Sum(static count => count.Labeled)));
                    Tile(html, report.IsDry ? "Labels to add" : "Labels added", Figures.Number(counts.Sum(static count => count.LabelsAdded)));
                    Tile(html, report.IsDry ? "To change" : "Changed", Figures.Number(counts.Sum(static count => count.LabelsChanged)));
                    Tile(html, report.IsDry ? "To remove" : "Removed", Figures.Number(counts.Sum(static count => count.LabelsRemoved)));
                    Tile(html, "Kept as they were", Figures.Number(report.Seen.KeptLabels.Count));
                    Tile(html, "Objects failed", Figures.Number(counts.Sum(static count => count.Denied + count.Rejected + count.Deferred)));
                    Tile(html, "No rule speaks of", Figures.Number(report.Seen.Unruled));
                }
            }
        }
    }

    private static void Tile(HtmlWriter html, string name, string value, string kind = "")
    {
        using (html.Element("div"))
        {
            html.Line("dt", name);
            html.Line("dd", value, ("class", kind));
        }
    }
}
