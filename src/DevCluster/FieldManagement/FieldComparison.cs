namespace Tagalong.DevCluster.FieldManagement;

/// <summary>The differences between two versions of an object.</summary>
internal sealed record FieldComparison(FieldSet Added, FieldSet Modified, FieldSet Removed)
{
    private static readonly FieldComparison Nothing = new(FieldSet.Empty, FieldSet.Empty, FieldSet.Empty);

    /// <summary>The fields that a writer who is not an applier owns afterwards.</summary>
    public FieldSet Taken => Added.Union(Modified);

    public bool IsEmpty => Added.IsEmpty && Modified.IsEmpty && Removed.IsEmpty;

    public static FieldComparison Between(ResourceKind kind, JsonObject? before, JsonObject? after) => OfChildren(
        kind,
        Names(before, after).Distinct(StringComparer.Ordinal).Select(name => (PathElement.Field(name), Side.Of(before, name), Side.Of(after, name))));

    private static FieldComparison OfNodes(ResourceKind kind, string element, Side before, Side after)
    {
        var (left, right) = (before.Value, after.Value);

        // Most of an object is the same before and after.
        if (before.IsAbsent == after.IsAbsent && JsonNode.DeepEquals(left, right))
        {
            return Nothing;
        }

        var children = (left, right) switch
        {
            // Empty maps and lists are compared like leaves, so that "empty" and "absent" differ.
            (JsonObject or null, JsonObject or null) when IsEmptyOrNull(left) && IsEmptyOrNull(right) => null,
            (JsonArray or null, JsonArray or null) when IsEmptyOrNull(left) && IsEmptyOrNull(right) => null,
            (JsonObject or null, JsonObject or null) when !Topology.IsAtomicMap(element) => Between(kind, left as JsonObject, right as JsonObject),
            (JsonArray or null, JsonArray or null) => OfLists(kind, element, left as JsonArray, right as JsonArray),
            _ => null,
        };

        if (children is null)
        {
            return OfLeaves(before, after);
        }

        return children with
        {
            Added = before.IsAbsent ? children.Added.Union(FieldSet.Leaf) : children.Added,
            Removed = after.IsAbsent ? children.Removed.Union(FieldSet.Leaf) : children.Removed,
        };
    }

    private static FieldComparison OfLeaves(Side before, Side after)
    {
        if (before.IsAbsent)
        {
            return Nothing with { Added = FieldSet.Leaf };
        }

        if (after.IsAbsent)
        {
            return Nothing with { Removed = FieldSet.Leaf };
        }

        return JsonNode.DeepEquals(before.Value, after.Value) ? Nothing : Nothing with { Modified = FieldSet.Leaf };
    }

    private static FieldComparison? OfLists(ResourceKind kind, string element, JsonArray? before, JsonArray? after)
    {
        var left = Topology.Items(kind, element, before ?? []);
        var right = Topology.Items(kind, element, after ?? []);
        return left is null || right is null ? null : OfChildren(
            kind,
            left.Keys.Union(right.Keys).Select(key => (key, Side.Of(left, key), Side.Of(right, key))));
    }

    private static FieldComparison OfChildren(ResourceKind kind, IEnumerable<(string Element, Side Before, Side After)> children)
    {
        SortedList<string, FieldSet>? added = null, modified = null, removed = null;
        foreach (var (element, before, after) in children)
        {
            var child = OfNodes(kind, element, before, after);
            Add(ref added, element, child.Added);
            Add(ref modified, element, child.Modified);
            Add(ref removed, element, child.Removed);
        }

        return added is null && modified is null && removed is null
            ? Nothing
            : new FieldComparison(FieldSet.OfChildren(added), FieldSet.OfChildren(modified), FieldSet.OfChildren(removed));
    }

    private static void Add(ref SortedList<string, FieldSet>? children, string element, FieldSet child)
    {
        if (!child.IsEmpty)
        {
            (children ??= new(StringComparer.Ordinal)).Add(element, child);
        }
    }

    private static IEnumerable<string> Names(params JsonObject?[] maps) => maps.SelectMany(map => map ?? []).Select(field => field.Key);

    private static bool IsEmptyOrNull(JsonNode? value) => value is null or JsonObject { Count: 0 } or JsonArray { Count: 0 };

    /// <summary>A value on one side of the comparison. Absent and null differ.</summary>
    private readonly record struct Side(bool IsAbsent, JsonNode? Value)
    {
        public static Side Of(JsonObject? map, string name) =>
            map is not null && map.TryGetPropertyValue(name, out var value) ? new Side(false, value) : new Side(true, null);

        public static Side Of(Dictionary<string, JsonNode?> items, string key) =>
            items.TryGetValue(key, out var value) ? new Side(false, value) : new Side(true, null);
    }
}
