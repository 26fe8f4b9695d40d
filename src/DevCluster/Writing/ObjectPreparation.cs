using System.Text.Json.Nodes;
using Tagalong.DevCluster.Kinds;

namespace Tagalong.DevCluster.Writing;

/// <summary>What the server makes of an update before it is checked: nobody but itself moves some of the fields.</summary>
internal static class ObjectPreparation
{
    private static readonly string[] ServerFields =
        ["creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "generation", "selfLink"];

    /// <summary>The object to store: of <c>/status</c> only the status counts, of the object itself everything but the status.</summary>
    public static JsonObject ForUpdate(ResourceKind kind, JsonObject live, JsonObject next, string subresource)
    {
        JsonObject prepared;
        if (subresource == "status")
        {
            prepared = Whole(kind, live, next).Copy();
            CopyField(next, prepared, "status");

            // The uid is kept to be checked: a status meant for another object of that name is refused.
            CopyGiven(next.ObjectAt("metadata"), prepared.ObjectAt("metadata"), "uid");
        }
        else
        {
            prepared = next.Copy();
            if (kind.HasStatus)
            {
                CopyField(live, prepared, "status");
            }
        }

        var (before, metadata) = (live.ObjectAt("metadata"), prepared.ObjectAt("metadata"));
        foreach (var field in ServerFields)
        {
            CopyField(before, metadata, field);
        }

        if (string.IsNullOrEmpty(metadata.StringAt("uid")))
        {
            CopyField(before, metadata, "uid");
        }

        if (kind.HasGeneration && SpecificationDiffers(kind, live, prepared))
        {
            metadata["generation"] = (before["generation"]?.GetValue<long>() ?? 0) + 1;
        }

        ObjectShape.DropEmptyMetadata(prepared);
        return prepared;
    }

    // The status of a ReplicaSet or a Namespace comes with whatever its metadata is; only the specification stays. Whoever
    // looks after the status of a custom resource or a Deployment cannot move its labels.
    private static JsonObject Whole(ResourceKind kind, JsonObject live, JsonObject next)
    {
        if (!kind.KeepsMetadataOfStatus)
        {
            return live;
        }

        var whole = live.Copy();
        CopyField(next, whole, "metadata");
        return whole;
    }

    /// <summary>Whether there is anything to store; when somebody came to own a field does not count.</summary>
    public static bool Differ(JsonObject live, JsonObject next) =>
        !AreEqual(live, next, except: "metadata")
        || !AreEqual(live.ObjectAt("metadata"), next.ObjectAt("metadata"), except: "managedFields")
        || !AreEqualButForTimes(live.At("metadata.managedFields") as JsonArray ?? [], next.At("metadata.managedFields") as JsonArray ?? []);

    private static bool SpecificationDiffers(ResourceKind kind, JsonObject live, JsonObject next)
    {
        var names = live.Concat(next).Select(field => field.Key).Distinct(StringComparer.Ordinal);
        return names.Any(name =>
            name is not ("metadata" or "apiVersion" or "kind")
            && !(kind.HasStatus && name == "status")
            && !JsonNode.DeepEquals(live[name], next[name]));
    }

    private static bool AreEqualButForTimes(JsonArray left, JsonArray right) =>
        left.Count == right.Count && left.Zip(right).All(pair => AreEqual((JsonObject)pair.First!, (JsonObject)pair.Second!, except: "time"));

    private static bool AreEqual(JsonObject left, JsonObject right, string except)
    {
        var names = left.Concat(right).Select(field => field.Key).Distinct(StringComparer.Ordinal);
        return names.All(name => name == except || (left.ContainsKey(name) == right.ContainsKey(name) && JsonNode.DeepEquals(left[name], right[name])));
    }

    private static void CopyField(JsonObject from, JsonObject to, string name)
    {
        to.Remove(name);
        CopyGiven(from, to, name);
    }

    private static void CopyGiven(JsonObject from, JsonObject to, string name)
    {
        if (from[name] is { } value)
        {
            to[name] = value.DeepClone();
        }
    }
}
