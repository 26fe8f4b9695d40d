namespace Tagalong.DevCluster.FieldManagement;

/// <summary>Removes fields from an object.</summary>
internal static class FieldRemoval
{
    public static JsonObject Remove(ResourceKind kind, JsonObject value, FieldSet fields)
    {
        var rest = value.Copy();
        RemoveFromMap(kind, rest, fields);
        return rest;
    }

    private static void RemoveFromMap(ResourceKind kind, JsonObject map, FieldSet fields)
    {
        foreach (var (element, child) in fields.Children)
        {
            var name = element[2..];
            if (child.IncludesSelf)
            {
                map.Remove(name);
            }
            else if (map[name] is JsonObject inner)
            {
                RemoveFromMap(kind, inner, child);
            }
            else if (map[name] is JsonArray list)
            {
                RemoveFromList(kind, element, list, child);
            }
        }
    }

    private static void RemoveFromList(ResourceKind kind, string element, JsonArray list, FieldSet fields)
    {
        foreach (var (key, item) in Topology.Items(kind, element, list) ?? [])
        {
            if (!fields.Children.TryGetValue(key, out var child))
            {
                continue;
            }

            if (child.IncludesSelf)
            {
                list.Remove(item);
            }
            else if (item is JsonObject inner)
            {
                RemoveFromMap(kind, inner, child);
            }
        }
    }
}
