namespace Tagalong.DevCluster.Writing;

/// <summary>Prepares an update for validation: restores the fields that only the server may change.</summary>
internal static class ObjectPreparation
{
    private static readonly string[] ServerFields =
        ["creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "generation", "selfLink"];

    /// <summary>The object to store. A write to <c>/status</c> changes only the status, a write to the object everything else.</summary>
    public static JsonObject ForUpdate(ResourceKind kind, JsonObject live, JsonObject next, string subresource)
    {
        JsonObject prepared;
        if (subresource == "status")
        {
            prepared = Whole(kind, live, next).Copy();
            CopyField(next, prepared, "status");

            // The uid is kept for validation: a status for another object of the same name is rejected.
            CopyIfPresent(next.ObjectAt("metadata"), prepared.ObjectAt("metadata"), "uid");
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

    // A write to the status of a ReplicaSet or a Namespace also writes the metadata; only the specification stays. A write
    // to the status of a custom resource or a Deployment cannot change labels.
    private static JsonObject Whole(ResourceKind kind, JsonObject live, JsonObject next)
    {
        if (!kind.StatusWritesMetadata)
        {
            return live;
        }

        var whole = live.Copy();
        CopyField(next, whole, "metadata");
        return whole;
    }

    /// <summary>Whether there is a change to store. The times in managed fields do not count.</summary>
    public static bool Differ(JsonObject live, JsonObject next) =>
        !AreEqual(live, next, except: "metadata")
        || !AreEqual(live.ObjectAt("metadata"), next.ObjectAt("metadata"), except: "managedFields")
        || !AreEqualButForTimes(live.ListAt("metadata.managedFields"), next.ListAt("metadata.managedFields"));

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
        CopyIfPresent(from, to, name);
    }

    private static void CopyIfPresent(JsonObject from, JsonObject to, string name)
    {
        if (from[name] is { } value)
        {
            to[name] = value.DeepClone();
        }
    }
}
