using Tagalong.Cli.Sweeping;

namespace Tagalong.Cli.Reporting;

/// <summary>The rules that decided.</summary>
internal static class PolicySection
{
    public static void Write(HtmlWriter html, SweepReport report)
    {
        using (html.Element("section"))
        {
            html.Line("h2", "The policy");
            HtmlTable.Write(html, "Rules, in the order in which they decide", ["Rule", "Gives labels to", "Owned by", "From, the first wins"], report.Policy.Rules, rule =>
            {
                HtmlTable.Name(html, rule.Name);
                html.Line("td", rule.Target.GroupKind.ToString());
                html.Line("td", string.Join(", ", rule.Owners.Select(static owner => owner.GroupKind)));
                html.Line("td", string.Join(", then ", rule.Sources.Select(static source => SweepWords.Of(source.Kind))));
            });
        }
    }
}
