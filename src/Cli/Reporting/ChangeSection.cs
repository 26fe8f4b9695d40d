using Tagalong.Cli.Output;

namespace Tagalong.Cli.Reporting;

/// <summary>The changed objects.</summary>
internal static class ChangeSection
{
    private const int OpenUpTo = 15;

    public static void Write(HtmlWriter html, SweepReport report)
    {
        var changed = report.Coverage.Changed;
        using (html.Section(report.IsDryRun ? "What would change" : "What changed"))
        {
            if (changed.Count == 0)
            {
                html.Line("p", "Nothing: every object has its labels, or the sections below say why not.");
                return;
            }

            var objects = changed.Items.OrderByObject(static item => item.Cluster, static item => item.Object);
            html.Line("p", changed.Count == changed.Items.Count
                ? $"{Numbers.Of(changed.Count, "object")}."
                : $"{Numbers.Of(changed.Count, "object")}, of which {changed.Items.Count} are listed here. tagalong diff lists all of them before a sweep, and sweep --verbose during it.");
            using (changed.Items.Count <= OpenUpTo ? html.Element("details", ("open", "")) : html.Element("details"))
            {
                html.Line("summary", "Object by object");
                html.Table(objects)
                    .Text("Cluster", static item => item.Cluster)
                    .Text("Namespace", static item => item.Object.Namespace)
                    .Name("Object", static item => $"{item.Object.Kind}/{item.Object.Name}")
                    .Text("Rule", static item => item.Rule, static _ => "soft")
                    .Cell("Labels", item =>
                    {
                        using (html.Element("td"))
                        {
                            foreach (var change in item.Changes)
                            {
                                var (text, css) = change switch
                                {
                                    { Before: null } => ($"+ {change.Key}={change.After}", "label plus"),
                                    { After: null } => ($"- {change.Key}={change.Before}", "label minus"),
                                    _ => ($"~ {change.Key}={change.Before} → {change.After}", "label tilde"),
                                };
                                html.Line("code", text, ("class", css));
                            }
                        }
                    })
                    .Write("Labels by object");
            }
        }
    }
}
