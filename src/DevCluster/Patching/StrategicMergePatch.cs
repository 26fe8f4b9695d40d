using Tagalong.DevCluster.FieldManagement;

namespace Tagalong.DevCluster.Patching;

/// <summary>
/// Strategic merge patch: a merge patch that knows which lists are keyed and which are sets, with the directives
/// <c>$patch</c>, <c>$retainKeys</c>, <c>$deleteFromPrimitiveList</c> and <c>$setElementOrder</c> (whose order is not kept).
/// </summary>
internal static class StrategicMergePatch
{
    private const string Directive = "$patch";
    private const string RetainKeys = "$retainKeys";
    private const string DeleteFromList = "$deleteFromPrimitiveList/";

    public static JsonObject Apply(ResourceKind kind, JsonObject target, JsonObject patch)
    {
        if (patch.StringAt(Directive) == "replace")
        {
            var replaced = patch.Copy();
            replaced.Remove(Directive);
            return replaced;
        }

        if (patch[RetainKeys] is JsonArray retained)
        {
            var names = retained.Select(name => name?.ToString()).ToHashSet();
            target.RemoveFields((name, _) => !names.Contains(name));
        }

        foreach (var (name, value) in patch)
        {
            if (name.StartsWith(DeleteFromList, StringComparison.Ordinal))
            {
                RemoveValues(target[name[DeleteFromList.Length..]] as JsonArray, value as JsonArray);
            }
            else if (!name.StartsWith('$'))
            {
                ApplyField(kind, target, name, value);
            }
        }

        return target;
    }

    private static void ApplyField(ResourceKind kind, JsonObject target, string name, JsonNode? value)
    {
        switch (value)
        {
            case null:
            case JsonObject deletion when deletion.StringAt(Directive) == "delete":
                target.Remove(name);
                break;
            case JsonObject map:
                target[name] = Apply(kind, target[name] is JsonObject child ? child.Copy() : [], map);
                break;
            case JsonArray list:
                target[name] = ApplyList(kind, PathElement.Field(name), target[name] as JsonArray ?? [], list);
                break;
            default:
                target[name] = value.DeepClone();
                break;
        }
    }

    private static JsonArray ApplyList(ResourceKind kind, string element, JsonArray target, JsonArray patch)
    {
        if (Topology.IsSet(element))
        {
            return Union(target, patch);
        }

        // The merge key of ports is the first key alone.
        if (Topology.KeysOf(kind, element) is not [var key, ..] || patch.Any(item => item is not JsonObject))
        {
            return patch.DeepClone().AsArray();
        }

        if (patch.Any(item => item!.TextAt(Directive) == "replace"))
        {
            return [.. patch.Where(item => item!.TextAt(Directive) != "replace").Select(item => item!.DeepClone())];
        }

        var merged = target.DeepClone().AsArray();
        foreach (var item in patch.Select(item => item!.AsObject()))
        {
            ApplyItem(kind, merged, item, key.Name);
        }

        return merged;
    }

    private static void ApplyItem(ResourceKind kind, JsonArray list, JsonObject item, string key)
    {
        var index = list.Select((found, at) => (found, at)).FirstOrDefault(each => each.found.TextAt(key) == item.TextAt(key), (null, -1)).at;
        if (item.StringAt(Directive) == "delete")
        {
            if (index >= 0)
            {
                list.RemoveAt(index);
            }
        }
        else if (index >= 0)
        {
            list[index] = Apply(kind, list[index]!.AsObject().Copy(), item);
        }
        else
        {
            list.Add((JsonNode)item.Copy());
        }
    }

    private static JsonArray Union(JsonArray target, JsonArray patch)
    {
        var added = patch.Where(value => !target.Any(known => JsonNode.DeepEquals(known, value)));
        return [.. target.Concat(added).Select(value => value?.DeepClone())];
    }

    private static void RemoveValues(JsonArray? target, JsonArray? values)
    {
        foreach (var value in values ?? [])
        {
            if (target?.FirstOrDefault(known => JsonNode.DeepEquals(known, value)) is { } found)
            {
                target.Remove(found);
            }
        }
    }
}
