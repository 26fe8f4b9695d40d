using Tagalong.Cli.Sweeping;

namespace Tagalong.Cli.Reporting;

/// <summary>What was kept as it was, or not given, and why.</summary>
internal static class KeptSection
{
    private const int MostKeys = 12;

    public static void Write(HtmlWriter html, SweepReport report)
    {
        var seen = report.Seen;
        if (seen.Kept.Count == 0)
        {
            return;
        }

        using (html.Element("section"))
        {
            html.Line("h2", "What was kept, and why");
            html.Line("p", "Labels that a source has and an object was not given. Tagalong never overwrites a label that somebody else set.", ("class", "soft"));
            HtmlTable.Write(
                html, "Labels not given, by reason", ["Why", "#Labels", "Keys"],
                seen.Kept.OrderByDescending(static reason => reason.Value.Values.Sum()),
                reason =>
                {
                    HtmlTable.Name(html, SweepWords.Of(reason.Key));
                    HtmlTable.Number(html, reason.Value.Values.Sum());
                    var keys = reason.Value.OrderByDescending(static key => key.Value).ThenBy(static key => key.Key, StringComparer.Ordinal).ToList();
                    using (html.Element("td"))
                    {
                        foreach (var (key, count) in keys.Take(MostKeys))
                        {
                            html.Line("code", $"{key} ({Figures.Number(count)})", ("class", "label"));
                        }

                        if (keys.Count > MostKeys)
                        {
                            html.Text($"and {Figures.Number(keys.Count - MostKeys)} more");
                        }
                    }
                });
            WriteLabels(html, seen);
        }
    }

    private static void WriteLabels(HtmlWriter html, Sighting seen)
    {
        if (seen.KeptLabels.Count == 0)
        {
            return;
        }

        var labels = seen.KeptLabels.Kept.OrderBy(static kept => kept.Cluster, StringComparer.Ordinal).ThenBy(static kept => kept.Object.Namespace, StringComparer.Ordinal)
            .ThenBy(static kept => kept.Object.Name, StringComparer.Ordinal).ThenBy(static kept => kept.Label.Key, StringComparer.Ordinal).ToList();
        using (html.Element("details"))
        {
            html.Line("summary", "Labels with another value, one by one");
            HtmlTable.Write(
                html,
                labels.Count == seen.KeptLabels.Count ? "Labels with another value" : $"Labels with another value; {labels.Count} of {Figures.Number(seen.KeptLabels.Count)} are shown",
                ["Cluster", "Namespace", "Object", "Label as it stays", "Set by"],
                labels,
                kept =>
                {
                    html.Line("td", kept.Cluster);
                    html.Line("td", kept.Object.Namespace);
                    HtmlTable.Name(html, $"{kept.Object.Kind}/{kept.Object.Name}");
                    using (html.Element("td"))
                    {
                        html.Line("code", $"{kept.Label.Key}={kept.Value}");
                    }

                    html.Line("td", kept.Label.Detail ?? "unknown");
                });
        }
    }
}
