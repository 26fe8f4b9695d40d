namespace Tagalong.DevCluster.FieldManagement;

/// <summary>
/// How maps and lists merge, by the name of the field: <c>x-kubernetes-list-type</c> and <c>x-kubernetes-map-type</c> in
/// the real server's OpenAPI schemas. Other lists are replaced as a whole, and other maps are merged key by key.
/// </summary>
internal static class Topology
{
    private static readonly HashSet<string> AtomicMaps = new(StringComparer.Ordinal)
    {
        "selector", "labelSelector", "namespaceSelector", "objectSelector", "fieldRef", "resourceFieldRef", "configMapKeyRef", "secretKeyRef",
        "secretRef", "involvedObject", "related",
    };

    private static readonly Dictionary<string, ListKey[]> KeyedLists = new(StringComparer.Ordinal)
    {
        ["ownerReferences"] = [new("uid")],
        ["containers"] = [new("name")],
        ["initContainers"] = [new("name")],
        ["ephemeralContainers"] = [new("name")],
        ["ports"] = [new("containerPort"), new("protocol", "TCP")],
        ["env"] = [new("name")],
        ["volumes"] = [new("name")],
        ["volumeMounts"] = [new("mountPath")],
        ["volumeDevices"] = [new("devicePath")],
        ["imagePullSecrets"] = [new("name")],
        ["hostAliases"] = [new("ip")],
        ["topologySpreadConstraints"] = [new("topologyKey"), new("whenUnsatisfiable")],
        ["resourceClaims"] = [new("name")],
    };

    private static readonly ListKey[] ConditionKey = [new("type")];

    /// <summary>Items of <c>ownerReferences</c> are atomic: a manager owns a whole reference.</summary>
    public static bool IsAtomicMap(string element) => IsAtomicItem(element) || AtomicMaps.Contains(Name(element));

    public static bool IsSet(string element) => element is "f:finalizers";

    /// <summary>The keys of a list, or null if it is replaced as a whole.</summary>
    public static ListKey[]? KeysOf(ResourceKind kind, string element)
    {
        if (element == "f:conditions")
        {
            // Argo's resource definitions leave their conditions atomic.
            return kind.BuiltIn ? ConditionKey : null;
        }

        return KeyedLists.GetValueOrDefault(Name(element));
    }

    /// <summary>The items of a list by path element; null if the list is atomic.</summary>
    public static Dictionary<string, JsonNode?>? Items(ResourceKind kind, string element, JsonArray list)
    {
        var keys = KeysOf(kind, element);
        if (keys is null && !IsSet(element))
        {
            return null;
        }

        var items = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);
        foreach (var item in list)
        {
            var key = (keys, item) switch
            {
                (null, not null) => PathElement.Value(item),
                (not null, JsonObject keyed) => PathElement.Key(keyed, keys),
                _ => null,
            };

            if (key is null || !items.TryAdd(key, item))
            {
                return null;
            }
        }

        return items;
    }

    private static bool IsAtomicItem(string element) => element.StartsWith("k:{\"uid\":", StringComparison.Ordinal);

    private static string Name(string element) => PathElement.IsField(element) ? element[2..] : "";
}
