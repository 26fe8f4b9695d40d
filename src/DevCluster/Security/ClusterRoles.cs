namespace Tagalong.DevCluster.Security;

/// <summary>Reads the rules of manifests, so that a user here has the same rights as on a real cluster.</summary>
internal static class ClusterRoles
{
    /// <summary>The rules of every ClusterRole in a stream of YAML documents. Other documents are skipped.</summary>
    /// <exception cref="FormatException">
    /// The text is not YAML, or a rule has a field that <see cref="AccessRule"/> does not support, such as <c>resourceNames</c>.
    /// </exception>
    public static IReadOnlyList<AccessRule> Read(string manifests) =>
    [
        .. YamlToJson.ParseAll(manifests)
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
            throw new FormatException($"\"{other}\" in a rule is not supported.");
        }

        return Words(rule, "apiGroups").Select(group => new AccessRule(Words(rule, "verbs"), group, Words(rule, "resources")));
    }

    private static string[] Words(JsonObject rule, string member) =>
        [.. (rule[member] as JsonArray ?? throw new FormatException($"A rule has no \"{member}\".")).Select(word => word!.GetValue<string>())];
}
