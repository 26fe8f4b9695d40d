using System.Globalization;
using System.Reflection;
using Tagalong.Cli.Output;
using Tagalong.Core.Sweeping;

namespace Tagalong.Cli.Reporting;

/// <summary>The report as one HTML file, without scripts and without fonts or pictures from elsewhere.</summary>
internal static class HtmlReport
{
    /// <summary>Forbids the page to load or run anything, whatever the value of a label contains.</summary>
    private const string ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

    public static void Write(TextWriter output, SweepReport report)
    {
        var html = new HtmlWriter(output);
        html.Doctype();
        using (html.Element("html", ("lang", "en")))
        {
            using (html.Element("head"))
            {
                html.Void("meta", ("charset", "utf-8"));
                html.Void("meta", ("http-equiv", "Content-Security-Policy"), ("content", ContentSecurityPolicy));
                html.Void("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1"));
                html.Void("meta", ("name", "color-scheme"), ("content", "light dark"));
                html.Line("title", $"Tagalong sweep, {Day(report)}");
                html.Style(ReportStyle.Css);
            }

            using (html.Element("body"))
            {
                WriteHeader(html, report);
                using (html.Element("main"))
                {
                    WriteBanner(html, report);
                    var coverage = new CoverageSections(html, report);
                    WriteHero(html, report, coverage);
                    coverage.Write();
                    ChangeSection.Write(html, report);
                    KeptSection.Write(html, report);
                    FailureSection.Write(html, report);
                    PolicySection.Write(html, report);
                }

                html.Line("footer", $"{report.Summary.Id} by tagalong {Version}. This page loads nothing from the network.");
            }
        }
    }

    private static string Version =>
        typeof(HtmlReport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    private static string Day(SweepReport report) => report.Started.ToString("yyyy-MM-dd HH:mm zzz", CultureInfo.InvariantCulture);

    private static void WriteHeader(HtmlWriter html, SweepReport report)
    {
        var request = report.Request;
        using (html.Element("header"))
        {
            html.Line("h1", report.Summary.Clusters.Length == 1
                ? $"Labels in {report.Summary.Clusters[0].Cluster}"
                : $"Labels in {report.Summary.Clusters.Length} clusters");
            using (html.Element("p", ("class", "soft")))
            {
                html.Line("span", Wording.Written(report.Summary), ("class", report.IsDryRun ? "mode dry" : "mode"));
                html.Text($"{Day(report)}, took {Durations.Of(report.Summary.Duration)}; "
                    + (request.Namespaces.IsEmpty ? "all namespaces" : $"namespaces {string.Join(", ", request.Namespaces)}")
                    + (request.Selector.Length == 0 ? "" : $"; objects with {request.Selector}"));
            }
        }
    }

    /// <summary>Names the clusters that the numbers do not cover completely.</summary>
    private static void WriteBanner(HtmlWriter html, SweepReport report)
    {
        var incomplete = report.Summary.Clusters.Where(static cluster => cluster.End != SweepEnd.Complete).ToList();
        if (incomplete.Count == 0)
        {
            return;
        }

        using (html.Element("div", ("class", "banner"), ("role", "note")))
        {
            html.Line("p", incomplete.Count == 1
                ? "One cluster is not complete. The numbers cover only the part of it that was read."
                : $"{incomplete.Count} clusters are not complete. The numbers cover only the parts of them that were read.");
            foreach (var cluster in incomplete)
            {
                using (html.Element("p"))
                {
                    html.Line("strong", $"{cluster.Cluster}: {Wording.Of(cluster.End)}. ");
                    html.Text(cluster.Reason is null && cluster.Detail is null ? "" : Wording.ErrorOf(cluster));
                }
            }
        }
    }

    private static void WriteHero(HtmlWriter html, SweepReport report, CoverageSections coverage)
    {
        var all = report.Coverage.Clusters.Values.Aggregate(new ObjectCoverage(), static (one, other) => one + other);
        var complete = report.Summary.Clusters.Count(static cluster => cluster.End == SweepEnd.Complete);
        using (html.Element("div", ("class", "hero")))
        {
            using (html.Element("div"))
            {
                html.Line("div", Numbers.Percent(all.Had + all.Completed, all.Total), ("class", "big"));
                var have = report.IsDryRun ? "would have" : all.Total == 1 ? "has" : "have";
                html.Line("div", $"of {Numbers.Of(all.Total, "object")} {have} every label that their sources have; before: {Numbers.Percent(all.Had, all.Total)}", ("class", "soft"));
            }

            using (html.Element("div"))
            {
                using (html.Element("div", ("class", "wide")))
                {
                    CoverageBar.Draw(html, coverage.PartsOf(all));
                }

                using (html.Element("dl", ("class", "tiles")))
                {
                    Tile("Clusters finished", $"{complete} of {report.Summary.Clusters.Length}", complete == report.Summary.Clusters.Length ? "good" : "bad");
                    Tile(report.IsDryRun ? "Objects to change" : "Objects changed", Sum(static count => count.Labeled));
                    Tile(report.IsDryRun ? "Labels to add" : "Labels added", Sum(static count => count.LabelsAdded));
                    Tile(report.IsDryRun ? "Labels to change" : "Labels changed", Sum(static count => count.LabelsChanged));
                    Tile(report.IsDryRun ? "Labels to remove" : "Labels removed", Sum(static count => count.LabelsRemoved));
                    Tile("Labels kept", Numbers.Of(report.Coverage.KeptLabels.Count));
                    Tile("Objects failed", Sum(static count => count.Denied + count.Rejected + count.Deferred));
                    Tile("Without a rule", Numbers.Of(report.Coverage.WithoutRule));
                }
            }
        }

        string Sum(Func<SweepCounts, long> count) => Numbers.Of(report.Summary.Clusters.Sum(cluster => count(cluster.Counts)));

        void Tile(string name, string value, string css = "")
        {
            using (html.Element("div"))
            {
                html.Line("dt", name);
                html.Line("dd", value, ("class", css));
            }
        }
    }
}
