using System.Text.Json.Nodes;
using Tagalong.DevCluster.Http;

namespace Tagalong.DevCluster.Security;

/// <summary>The rights that manifests grant, so that a user here may do what the same manifests allow on a real cluster.</summary>
public static class ClusterRoles
{
    /// <summary>The rules of every ClusterRole in a stream of YAML documents; the other documents are passed over.</summary>
    /// <exception cref="FormatException">
    /// The text is no YAML, or a rule says what an <see cref="AccessRule"/> cannot: names of objects, or URLs that are no resources.
    /// </exception>
    public static IReadOnlyList<AccessRule> Read(string manifests) =>
    [
        .. YamlBody.ParseAll(manifests)
            .OfType<JsonObject>()
            .Where(document => document.StringAt("kind") == "ClusterRole" && document.TextAt("apiVersion").StartsWith("rbac.authorization.k8s.io/", StringComparison.Ordinal))
            .SelectMany(role => role["rules"] as JsonArray ?? [])
            .OfType<JsonObject>()
            .SelectMany(RulesOf),
    ];

    private static IEnumerable<AccessRule> RulesOf(JsonObject rule)
    {
        if (rule.FirstOrDefault(member => member.Key is not ("apiGroups" or "resources" or "verbs")).Key is { } other)
        {
            throw new FormatException($"A rule with \"{other}\" cannot be told here.");
        }

        return Words(rule, "apiGroups").Select(group => new AccessRule(Words(rule, "verbs"), group, Words(rule, "resources")));
    }

    private static string[] Words(JsonObject rule, string member) =>
        [.. (rule[member] as JsonArray ?? throw new FormatException($"A rule has no \"{member}\".")).Select(word => word!.GetValue<string>())];
}
