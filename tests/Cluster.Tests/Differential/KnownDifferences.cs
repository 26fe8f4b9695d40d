using System.Text.Json.Nodes;

namespace Tagalong.Cluster.Tests.Differential;

/// <summary>The differences that are listed in <c>known-differences.json</c>, with their reasons.</summary>
internal static class KnownDifferences
{
    public static IReadOnlyList<KnownDifference> All { get; } = Read();

    private static List<KnownDifference> Read()
    {
        var file = Path.Combine(AppContext.BaseDirectory, "Differential", "known-differences.json");
        var reasons = JsonNode.Parse(File.ReadAllText(file))!.AsArray().Select(entry => entry!);
        return
        [
            .. from entry in reasons
               from script in entry["at"]!.AsObject()
               from request in script.Value!.AsObject()
               from path in request.Value!.AsArray()
               select new KnownDifference(script.Key, request.Key, (string)path!, (string?)entry["version"], (string)entry["reason"]!),
        ];
    }
}
