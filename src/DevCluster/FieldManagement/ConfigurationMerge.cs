namespace Tagalong.DevCluster.FieldManagement;

/// <summary>Merges an applied configuration into the live object: maps by key, keyed lists by item, everything else as a whole.</summary>
internal static class ConfigurationMerge
{
    public static JsonObject Merge(ResourceKind kind, JsonObject live, JsonObject configuration)
    {
        var merged = live.Copy();
        foreach (var (name, value) in configuration)
        {
            merged[name] = MergeNodes(kind, PathElement.Field(name), live[name], value);
        }

        return merged;
    }

    private static JsonNode? MergeNodes(ResourceKind kind, string element, JsonNode? live, JsonNode? configuration) => (live, configuration) switch
    {
        (JsonObject left, JsonObject right) when !Topology.IsAtomicMap(element) => Merge(kind, left, right),
        (JsonArray left, JsonArray right) => MergeLists(kind, element, left, right),
        _ => configuration?.DeepClone(),
    };

    // Live items keep their order, and new ones follow in the order of the configuration.
    private static JsonArray MergeLists(ResourceKind kind, string element, JsonArray live, JsonArray configuration)
    {
        var left = Topology.Items(kind, element, live);
        var right = Topology.Items(kind, element, configuration);
        if (left is null || right is null)
        {
            return configuration.DeepClone().AsArray();
        }

        var merged = left.Select(item => right.TryGetValue(item.Key, out var theirs)
            ? MergeNodes(kind, item.Key, item.Value, theirs)
            : item.Value?.DeepClone());
        var added = right.Where(item => !left.ContainsKey(item.Key)).Select(item => item.Value?.DeepClone());
        return new JsonArray([.. merged, .. added]);
    }
}
