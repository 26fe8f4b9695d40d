namespace Tagalong.DevCluster.FieldManagement;

/// <summary>The fields that an object sets. An applier of the object owns them.</summary>
internal static class ObjectFields
{
    public static FieldSet Of(ResourceKind kind, JsonObject map) =>
        FieldSet.Of(false, map.Select(field =>
        {
            var element = PathElement.Field(field.Key);
            return KeyValuePair.Create(element, OfNode(kind, element, field.Value));
        }));

    private static FieldSet OfNode(ResourceKind kind, string element, JsonNode? value) => value switch
    {
        JsonObject { Count: > 0 } map when !Topology.IsAtomicMap(element) => Of(kind, map),
        JsonArray list when Topology.Items(kind, element, list) is { } items => FieldSet.Of(
            false,
            items.Select(item => KeyValuePair.Create(item.Key, OfNode(kind, item.Key, item.Value).Union(FieldSet.Leaf)))),
        _ => FieldSet.Leaf,
    };
}
