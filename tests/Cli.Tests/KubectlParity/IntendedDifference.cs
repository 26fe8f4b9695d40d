using System.Text.Json.Nodes;

namespace Tagalong.Cli.Tests.KubectlParity;

/// <summary>Where Tagalong behaves otherwise than kubectl, and why. They are listed in <c>intended-differences.json</c>.</summary>
/// <param name="Case">The case.</param>
/// <param name="Reached">How Tagalong reaches the API server.</param>
/// <param name="Reason">The reason.</param>
internal sealed record IntendedDifference(string Case, string Reached, string Reason)
{
    private static readonly string File = Path.Combine(AppContext.BaseDirectory, "KubectlParity", "intended-differences.json");

    public static IReadOnlyList<IntendedDifference> All { get; } =
    [
        .. from entry in JsonNode.Parse(System.IO.File.ReadAllText(File))!.AsArray()
           from difference in entry!["cases"]!.AsObject()
           select new IntendedDifference(
               difference.Key,
               string.Join('\n', difference.Value!.AsArray().Select(static line => (string)line!)),
               (string)entry["reason"]!),
    ];

    public static IntendedDifference? Of(string name) => All.SingleOrDefault(difference => difference.Case == name);
}
