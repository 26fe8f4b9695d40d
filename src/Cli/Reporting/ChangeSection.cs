namespace Tagalong.Cli.Reporting;

/// <summary>What was changed, object by object as far as there is room.</summary>
internal static class ChangeSection
{
    private const int OpenUpTo = 15;

    public static void Write(HtmlWriter html, SweepReport report)
    {
        var changed = report.Seen.Changed;
        using (html.Element("section"))
        {
            html.Line("h2", report.IsDry ? "What would be changed" : "What was changed");
            if (changed.Count == 0)
            {
                html.Line("p", "Nothing: every object has what it should have, or it is told below why not.");
                return;
            }

            var objects = changed.Kept.OrderBy(static item => item.Cluster, StringComparer.Ordinal).ThenBy(static item => item.Object.Namespace, StringComparer.Ordinal)
                .ThenBy(static item => item.Object.Kind, StringComparer.Ordinal).ThenBy(static item => item.Object.Name, StringComparer.Ordinal).ToList();
            html.Line("p", changed.Count == objects.Count
                ? $"{Figures.Number(changed.Count)} objects."
                : $"{Figures.Number(changed.Count)} objects, of which {objects.Count} are named here. tagalong diff names all of them beforehand, and sweep --verbose as it goes.");
            using (objects.Count <= OpenUpTo ? html.Element("details", ("open", "")) : html.Element("details"))
            {
                html.Line("summary", "Object by object");
                HtmlTable.Write(html, "Labels by object", ["Cluster", "Namespace", "Object", "Rule", "Labels"], objects, item =>
                {
                    html.Line("td", item.Cluster);
                    html.Line("td", item.Object.Namespace);
                    HtmlTable.Name(html, $"{item.Object.Kind}/{item.Object.Name}");
                    html.Line("td", item.Rule, ("class", "soft"));
                    using (html.Element("td"))
                    {
                        foreach (var (key, before, after) in item.Changes)
                        {
                            html.Line(
                                "code",
                                before is null ? $"+ {key}={after}" : after is null ? $"- {key}={before}" : $"~ {key}={before} → {after}",
                                ("class", before is null ? "label plus" : after is null ? "label minus" : "label tilde"));
                        }
                    }
                });
            }
        }
    }
}
