using System.Globalization;
using Spectre.Console;
using Tagalong.Cli.Output;

namespace Tagalong.Cli.Auditing;

/// <summary>An audit for people: how it stands with each key, then what is lacking, grouped by why.</summary>
internal static class AuditText
{
    private const int Examples = 3;

    /// <param name="console">Where to.</param>
    /// <param name="audit">The audit.</param>
    /// <param name="shown">What of it is to be shown as lacking.</param>
    /// <param name="showObjects">Whether every object is to be named.</param>
    public static void Write(IAnsiConsole console, Audit audit, IReadOnlyList<LackingLabel> shown, bool showObjects)
    {
        var lines = new Lines(console);
        foreach (var (key, count) in audit.Counts)
        {
            lines.Write(string.Create(
                CultureInfo.InvariantCulture,
                $"{key}: {count.Carry} of {count.Objects} objects carry it, {count.Supplied} would get it from Tagalong, {count.Lacking} would not."),
                count.Lacking > 0 ? Ink.Red : count.Supplied > 0 ? Ink.Yellow : count.Objects > 0 ? Ink.Green : Ink.Plain);
        }

        if (shown.Count > 0)
        {
            console.Write(TableOf(shown));
        }

        foreach (var lacking in showObjects ? shown : [])
        {
            lines.Write($"{lacking.Cluster} {lacking.Object.Namespace} {ObjectWords.Of(lacking.Object)} {lacking.Key}: "
                + (lacking.IsSupplied ? $"{lacking.Value} {lacking.Text}" : lacking.Text), lacking.IsSupplied ? Ink.Yellow : Ink.Red);
        }

        lines.Flush();
    }

    private static Table TableOf(IReadOnlyList<LackingLabel> shown)
    {
        var table = new Table().Border(TableBorder.Rounded);
        foreach (var column in (string[])["Lacks", "Objects", "Cluster", "Kind", "Tagalong", "Why", "For example"])
        {
            table.AddColumn(new TableColumn(new Text(column)));
        }

        var groups = shown.GroupBy(static lacking => (lacking.Key, lacking.Cluster, Kind: lacking.Object.GroupKind.ToString(), lacking.Reason, Why: WhyOf(lacking)))
            .OrderBy(static group => group.Key.Key, StringComparer.Ordinal).ThenBy(static group => group.First().IsSupplied).ThenByDescending(static group => group.Count())
            .ThenBy(static group => group.Key.ToString(), StringComparer.Ordinal);
        foreach (var group in groups)
        {
            var isSupplied = group.First().IsSupplied;
            table.AddRow(
                new Text(Printable.Of(group.Key.Key)),
                new Text(group.Count().ToString("#,0", CultureInfo.InvariantCulture)),
                new Text(Printable.Of(group.Key.Cluster)),
                new Text(group.Key.Kind),
                new Text(isSupplied ? "would supply" : "would not", new Style(isSupplied ? Color.Yellow : Color.Red)),
                new Text(Printable.Of(group.Key.Why)),
                new Text(Printable.Of(string.Join(", ", group.Take(Examples).Select(static lacking => NameOf(lacking))) + (group.Count() > Examples ? ", …" : ""))));
        }

        return table;
    }

    /// <summary>What a group has in common: not the owner's name.</summary>
    private static string WhyOf(LackingLabel lacking) => lacking.From is { } from ? $"from {Sweeping.SweepWords.Of(from)}" : lacking.Text;

    private static string NameOf(LackingLabel lacking) =>
        lacking.Object.Namespace.Length == 0 ? lacking.Object.Name : $"{lacking.Object.Namespace}/{lacking.Object.Name}";
}
