using System.Globalization;
using Spectre.Console;
using Tagalong.Cli.Output;

namespace Tagalong.Cli.Auditing;

/// <summary>Prints an audit for people: the counts of each key, then the missing labels grouped by reason.</summary>
internal static class AuditText
{
    private const int Examples = 3;

    public static void Write(IAnsiConsole console, Audit audit, IReadOnlyList<LackingLabel> shown, bool showObjects)
    {
        var lines = new Lines(console);
        foreach (var key in audit.Keys)
        {
            lines.Write(string.Create(
                CultureInfo.InvariantCulture,
                $"{key.Key}: {key.Carry} of {Numbers.Of(key.Objects, "object")} {(key.Objects == 1 ? "has" : "have")} it, a sweep would add it to {key.Supplied}, {key.Lacking} would still lack it."),
                key.Lacking > 0 ? LineStyle.Red : key.Supplied > 0 ? LineStyle.Yellow : key.Objects > 0 ? LineStyle.Green : LineStyle.Plain);
        }

        if (shown.Count > 0)
        {
            console.Write(TableOf(shown));
        }

        foreach (var lacking in showObjects ? shown : [])
        {
            lines.Write($"{lacking.Cluster} {lacking.Object.Namespace} {ObjectNames.Of(lacking.Object)} {lacking.Key}: "
                + (lacking.IsSupplied ? $"{lacking.Value} {lacking.Text}" : lacking.Text), lacking.IsSupplied ? LineStyle.Yellow : LineStyle.Red);
        }

        lines.Flush();
    }

    private static Table TableOf(IReadOnlyList<LackingLabel> shown)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("Lacks", "Objects", "Cluster", "Kind", "A sweep", "Why", "For example");
        var groups = shown.GroupBy(static lacking => (lacking.Key, lacking.Cluster, Kind: lacking.Object.GroupKind.ToString(), lacking.Reason, Why: WhyOf(lacking)))
            .OrderBy(static group => group.Key.Key, StringComparer.Ordinal).ThenBy(static group => group.First().IsSupplied).ThenByDescending(static group => group.Count())
            .ThenBy(static group => group.Key.ToString(), StringComparer.Ordinal);
        foreach (var group in groups)
        {
            var isSupplied = group.First().IsSupplied;
            table.AddRow(
                new Text(Printable.Of(group.Key.Key)),
                new Text(Numbers.Of(group.Count())),
                new Text(Printable.Of(group.Key.Cluster)),
                new Text(group.Key.Kind),
                new Text(isSupplied ? "would add it" : "would not", new Style(isSupplied ? Color.Yellow : Color.Red)),
                new Text(Printable.Of(group.Key.Why)),
                new Text(Printable.Of(string.Join(", ", group.Take(Examples).Select(NameOf)) + (group.Count() > Examples ? ", …" : ""))));
        }

        return table;
    }

    /// <summary>The part of the reason that a group shares: without the owner's name.</summary>
    private static string WhyOf(LackingLabel lacking) => lacking.From is { } from ? $"from {Wording.Of(from)}" : lacking.Text;

    private static string NameOf(LackingLabel lacking) =>
        lacking.Object.Namespace.Length == 0 ? lacking.Object.Name : $"{lacking.Object.Namespace}/{lacking.Object.Name}";
}
