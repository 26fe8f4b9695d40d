using Tagalong.Cli.Output;

namespace Tagalong.Cli.Reporting;

/// <summary>The labels that were not added, and why.</summary>
internal static class KeptSection
{
    private const int MaxKeys = 12;

    public static void Write(HtmlWriter html, SweepReport report)
    {
        var coverage = report.Coverage;
        if (coverage.Kept.Count == 0)
        {
            return;
        }

        using (html.Section("What was kept, and why"))
        {
            html.Line("p", "Labels that a source has and that were not added to an object. Tagalong never overwrites a label of another field manager.", ("class", "soft"));
            html.Table(coverage.Kept.OrderByDescending(static reason => reason.Value.Values.Sum()))
                .Name("Why", static reason => Wording.Of(reason.Key))
                .Number("Labels", static reason => reason.Value.Values.Sum())
                .Cell("Keys", reason => WriteKeys(html, reason.Value))
                .Write("Labels not added, by reason");
            if (coverage.KeptLabels.Count > 0)
            {
                WriteLabels(html, coverage.KeptLabels);
            }
        }
    }

    private static void WriteKeys(HtmlWriter html, Dictionary<string, long> keys)
    {
        using (html.Element("td"))
        {
            foreach (var (key, count) in keys.OrderByDescending(static key => key.Value).ThenBy(static key => key.Key, StringComparer.Ordinal).Take(MaxKeys))
            {
                html.Line("code", $"{key} ({Numbers.Of(count)})", ("class", "label"));
            }

            if (keys.Count > MaxKeys)
            {
                html.Text($"and {Numbers.Of(keys.Count - MaxKeys)} more");
            }
        }
    }

    private static void WriteLabels(HtmlWriter html, BoundedList<KeptLabel> kept)
    {
        using (html.Element("details"))
        {
            html.Line("summary", "Labels with another value, one by one");
            html.Table(kept.Items.OrderByObject(static label => label.Cluster, static label => label.Object).ThenBy(static label => label.Label.Key, StringComparer.Ordinal))
                .Text("Cluster", static label => label.Cluster)
                .Text("Namespace", static label => label.Object.Namespace)
                .Name("Object", static label => $"{label.Object.Kind}/{label.Object.Name}")
                .Code("Kept label", static label => $"{label.Label.Key}={label.Value}")
                .Text("Set by", static label => label.Label.Detail ?? "unknown")
                .Write("Labels with another value", kept.Items.Count, kept.Count);
        }
    }
}
