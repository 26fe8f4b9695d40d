using Spectre.Console;
using Tagalong.Cli.Output;
using Tagalong.Core.Explaining;
using Tagalong.Core.Labels;
using Tagalong.Core.Rules;

namespace Tagalong.Cli.Explaining;

/// <summary>An explanation for people: what the object is and which rule decides, and a table of the labels.</summary>
internal sealed class ExplanationText(IAnsiConsole console)
{
    /// <summary>Writes one.</summary>
    public void Write(ObjectExplanation explanation)
    {
        console.MarkupLineInterpolated($"[bold]{Printable.Of(explanation.Object.ToString())}[/]: {Printable.Of(WhyText.Of(explanation))}");
        if (explanation.Detail is { } detail)
        {
            console.MarkupLineInterpolated($"  {Printable.Of(detail)}");
        }

        if (explanation.Match is { } match)
        {
            var origin = match.Rule.Origin.Length > 0 ? $" ({match.Rule.Origin})" : "";
            console.MarkupLineInterpolated($"  rule   {Printable.Of($"{match.Rule.Name}{origin}")}");
        }

        foreach (var parent in explanation.Parents)
        {
            var fault = parent.Fault is { } reason ? explanation.Unknown.IsEmpty ? $" ({reason})" : " (not given)" : "";
            console.MarkupLineInterpolated($"  owner  {Printable.Of($"{parent.Object}{fault}")}");
        }

        if (explanation.LacksOwnership)
        {
            console.WriteLine("  It does not say who owns its labels (metadata.managedFields), so all of them are taken for others'.");
        }

        if (!explanation.Labels.IsEmpty)
        {
            console.Write(TableOf(explanation));
        }

        console.WriteLine();
    }

    private static Table TableOf(ObjectExplanation explanation)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("", "Label", "Now", "Then", "From", "Why");
        foreach (var label in explanation.Labels)
        {
            var (sign, then, style) = Look(label);
            table.AddRow(
                new Text(sign, style),
                new Text(Printable.Of(label.Key)),
                new Text(Printable.Of(label.Value ?? "-")),
                new Text(Printable.Of(then ?? "-"), style),
                new Text(label.Source is { } source ? NameOf(source) : "-"),
                new Text(Printable.Of(WhyText.Of(label, explanation))));
        }

        return table;
    }

    private static string NameOf(LabelSourceKind source) => source switch
    {
        LabelSourceKind.PodTemplate => "pod template",
        LabelSourceKind.Owner => "owner",
        LabelSourceKind.OwnersOwner => "owner's owner",
        LabelSourceKind.Namespace => "namespace",
        LabelSourceKind.Static => "static",
    };

    private static (string Sign, string? Then, Style Style) Look(LabelExplanation label) => label.Verdict switch
    {
        LabelVerdict.Added => ("+", label.Wanted, new Style(Color.Green)),
        LabelVerdict.Changed => ("~", label.Wanted, new Style(Color.Yellow)),
        LabelVerdict.Removed => ("-", null, new Style(Color.Red)),
        LabelVerdict.InPlace => ("=", label.Value, Style.Plain),
        LabelVerdict.Kept => ("!", label.Value, new Style(Color.Blue)),
        LabelVerdict.LeftOut or LabelVerdict.NotOurs => (" ", label.Value, new Style(decoration: Decoration.Dim)),
        LabelVerdict.Unknown => ("?", "?", new Style(Color.Purple)),
    };
}
