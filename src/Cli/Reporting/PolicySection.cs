using Tagalong.Cli.Output;

namespace Tagalong.Cli.Reporting;

/// <summary>The rules of the policy.</summary>
internal static class PolicySection
{
    public static void Write(HtmlWriter html, SweepReport report)
    {
        using (html.Section("The policy"))
        {
            html.Table(report.Policy.Rules)
                .Name("Rule", static rule => rule.Name)
                .Text("Adds labels to", static rule => rule.Target.GroupKind.ToString())
                .Text("Owned by", static rule => string.Join(", ", rule.Owners.Select(static owner => owner.GroupKind)))
                .Text("From, the first wins", static rule => string.Join(", then ", rule.Sources.Select(static source => Wording.Of(source.Kind))))
                .Write("Rules in order of precedence");
        }
    }
}
