namespace Tagalong.DevCluster.FieldManagement;

/// <summary>One step of a field path, in the notation of <c>FieldsV1</c>.</summary>
internal static class PathElement
{
    public static string Field(string name) => "f:" + name;

    public static bool IsField(string element) => element.StartsWith("f:", StringComparison.Ordinal);

    public static string Value(JsonNode value) => "v:" + value.ToText();

    /// <summary>The element of an item of a keyed list; null if the item has no key.</summary>
    public static string? Key(JsonObject item, IReadOnlyList<ListKey> keys)
    {
        var key = new JsonObject();
        foreach (var (name, absent) in keys)
        {
            if ((item[name]?.DeepClone() ?? (absent is null ? null : JsonValue.Create(absent))) is not { } value)
            {
                return null;
            }

            key[name] = value;
        }

        return "k:" + key.ToText();
    }

    /// <summary>The element as error messages print it: <c>.spec</c>, <c>[name="web"]</c>, <c>[="text"]</c>.</summary>
    public static string Print(string element) => element[0] switch
    {
        'f' => "." + element[2..],
        'k' => $"[{string.Join(',', JsonNode.Parse(element[2..])!.AsObject().Select(key => $"{key.Key}={key.Value!.ToText()}"))}]",
        _ => $"[={element[2..]}]",
    };
}
