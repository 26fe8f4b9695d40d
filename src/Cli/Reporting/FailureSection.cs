namespace Tagalong.Cli.Reporting;

/// <summary>What could not be done; nothing where everything could.</summary>
internal static class FailureSection
{
    public static void Write(HtmlWriter html, SweepReport report)
    {
        var seen = report.Seen;
        if (seen.Failures.Count == 0)
        {
            return;
        }

        using (html.Element("section"))
        {
            html.Line("h2", "What could not be done");
            HtmlTable.Write(
                html, "Objects by cluster and reason", ["Cluster", "Reason", "#Objects"],
                seen.Failures.OrderByDescending(static failure => failure.Value).ThenBy(static failure => failure.Key.Cluster, StringComparer.Ordinal),
                failure =>
                {
                    HtmlTable.Name(html, failure.Key.Cluster);
                    html.Line("td", failure.Key.Reason.ToString());
                    HtmlTable.Number(html, failure.Value);
                });
            using (html.Element("details"))
            {
                html.Line("summary", "Object by object");
                HtmlTable.Write(
                    html,
                    seen.Failed.Kept.Count == seen.Failed.Count ? "Objects" : $"Objects; {seen.Failed.Kept.Count} of {Figures.Number(seen.Failed.Count)} are shown",
                    ["Cluster", "Namespace", "Object", "Reason"],
                    seen.Failed.Kept.OrderBy(static failed => failed.Cluster, StringComparer.Ordinal).ThenBy(static failed => failed.Object.ToString(), StringComparer.Ordinal),
                    failed =>
                    {
                        html.Line("td", failed.Cluster);
                        html.Line("td", failed.Object.Namespace);
                        HtmlTable.Name(html, $"{failed.Object.Kind}/{failed.Object.Name}");
                        html.Line("td", failed.Detail is null ? failed.Reason.ToString() : $"{failed.Reason}: {failed.Detail}");
                    });
            }
        }
    }
}
