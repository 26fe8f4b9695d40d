using Spectre.Console;
using Tagalong.Cli.Output;
using Tagalong.Core.Explaining;
using Tagalong.Core.Labels;

namespace Tagalong.Cli.Explaining;

/// <summary>Prints an explanation for people: the object, its rule and owners, and a table of its labels.</summary>
internal sealed class ExplanationText(IAnsiConsole console)
{
    public void Write(ObjectExplanation explanation)
    {
        console.MarkupLineInterpolated($"[bold]{Printable.Of(explanation.Object.ToString())}[/]: {Printable.Of(Reasons.Of(explanation))}");
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
            var error = parent.Fault is { } reason ? explanation.Unknown.IsEmpty ? $" ({reason})" : " (missing)" : "";
            console.MarkupLineInterpolated($"  owner  {Printable.Of($"{parent.Object}{error}")}");
        }

        if (explanation.LacksOwnership)
        {
            console.WriteLine("  The object has no metadata.managedFields, so all its labels count as set by others.");
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
            var (sign, then, style) = ChangeOf(label);
            table.AddRow(
                new Text(sign, style),
                new Text(Printable.Of(label.Key)),
                new Text(Printable.Of(label.Value ?? "-")),
                new Text(Printable.Of(then ?? "-"), style),
                new Text(label.Source is { } source ? Wording.Of(source) : "-"),
                new Text(Printable.Of(Reasons.Of(label, explanation))));
        }

        return table;
    }

    private static (string Sign, string? Then, Style Style) ChangeOf(LabelExplanation label) => label.Verdict switch
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
