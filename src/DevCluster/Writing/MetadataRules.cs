using System.Text;
using System.Text.Json.Nodes;
using Tagalong.DevCluster.Errors;
using Tagalong.DevCluster.Kinds;

namespace Tagalong.DevCluster.Writing;

/// <summary>What <c>metadata</c> has to be for an object to be stored. Specs are taken as they come.</summary>
internal static class MetadataRules
{
    private const int MaximumAnnotationBytes = 256 * 1024;

    // The real server runs its checks of metadata twice on a create and three times on an update (twice where they look
    // at changes), once for each layer that owns an object, and reports what each of them found.
    private const int LayersOfCreate = 2;
    private const int LayersOfUpdate = 3;
    private const int LayersOfChange = 2;

    /// <exception cref="StatusException">422, with a cause for every fault.</exception>
    public static void CheckNew(ResourceKind kind, JsonObject value)
    {
        var metadata = value.ObjectAt("metadata");
        var errors = FaultsOfName(kind, metadata).Concat(Repeat(LayersOfCreate, FaultsOf(metadata))).ToList();
        ThrowIfAny(kind, metadata, errors);
    }

    /// <exception cref="StatusException">422, with a cause for every fault.</exception>
    public static void CheckChange(ResourceKind kind, JsonObject before, JsonObject after)
    {
        var metadata = after.ObjectAt("metadata");
        var changes = FaultsOfChange(before.ObjectAt("metadata"), metadata).ToList();
        ThrowIfAny(kind, metadata, [.. Repeat(LayersOfChange, changes), .. Repeat(LayersOfUpdate, FaultsOf(metadata))]);
    }

    private static void ThrowIfAny(ResourceKind kind, JsonObject metadata, List<FieldError> errors)
    {
        if (errors.Count > 0)
        {
            throw Refusals.Invalid(kind, metadata.StringAt("name") ?? "", errors);
        }
    }

    private static IEnumerable<FieldError> Repeat(int times, IEnumerable<FieldError> errors)
    {
        var found = errors.ToList();
        return Enumerable.Repeat(found, times).SelectMany(each => each);
    }

    private static IEnumerable<FieldError> FaultsOfName(ResourceKind kind, JsonObject metadata)
    {
        var name = metadata.StringAt("name") ?? "";
        return name.Length == 0
            ? [FieldError.Required("metadata.name", "name or generateName is required")]
            : (kind.Namespaced ? LabelRules.FaultsOfSubdomain(name) : LabelRules.FaultsOfNamespace(name)).Select(fault => FieldError.Invalid("metadata.name", name, fault));
    }

    private static IEnumerable<FieldError> FaultsOf(JsonObject metadata) =>
        [.. FaultsOfLabels(metadata), .. FaultsOfAnnotations(metadata), .. FaultsOfOwners(metadata), .. FaultsOfFinalizers(metadata)];

    private static IEnumerable<FieldError> FaultsOfLabels(JsonObject metadata)
    {
        foreach (var (key, value) in metadata["labels"] as JsonObject ?? [])
        {
            var text = value?.ToString() ?? "";
            var faults = LabelRules.FaultsOfKey(key).Select(fault => FieldError.Invalid("metadata.labels", key, fault));
            foreach (var error in faults.Concat(LabelRules.FaultsOfValue(text).Select(fault => FieldError.Invalid("metadata.labels", text, fault))))
            {
                yield return error;
            }
        }
    }

    private static IEnumerable<FieldError> FaultsOfAnnotations(JsonObject metadata)
    {
        var size = 0;
        foreach (var (key, value) in metadata["annotations"] as JsonObject ?? [])
        {
            size += Encoding.UTF8.GetByteCount(key) + Encoding.UTF8.GetByteCount(value?.ToString() ?? "");

            // Keys of annotations are checked as if they were in lower case.
            foreach (var fault in LabelRules.FaultsOfKey(key.ToLowerInvariant()))
            {
                yield return FieldError.Invalid("metadata.annotations", key, fault);
            }
        }

        if (size > MaximumAnnotationBytes)
        {
            yield return new FieldError("FieldValueTooLong", "metadata.annotations", $"Too long: may not be more than {MaximumAnnotationBytes} bytes");
        }
    }

    private static IEnumerable<FieldError> FaultsOfOwners(JsonObject metadata)
    {
        var owners = metadata["ownerReferences"] as JsonArray ?? [];
        foreach (var owner in owners)
        {
            foreach (var field in (ReadOnlySpan<string>)["apiVersion", "kind", "name", "uid"])
            {
                if (owner.TextAt(field).Length == 0)
                {
                    return [FieldError.Invalid($"metadata.ownerReferences.{field}", "", "must not be empty")];
                }
            }
        }

        return owners.Count(owner => owner.TextAt("controller") == "true") > 1
            ? [FieldError.Invalid("metadata.ownerReferences", "", "Only one reference can have Controller set to true")]
            : [];
    }

    private static IEnumerable<FieldError> FaultsOfFinalizers(JsonObject metadata) =>
        from finalizer in metadata["finalizers"] as JsonArray ?? []
        let name = finalizer?.ToString() ?? ""
        from fault in LabelRules.FaultsOfKey(name)
        select FieldError.Invalid("metadata.finalizers", name, fault);

    private static IEnumerable<FieldError> FaultsOfChange(JsonObject before, JsonObject after)
    {
        foreach (var field in (string[])["name", "namespace", "uid"])
        {
            if (after.StringAt(field) != before.StringAt(field))
            {
                yield return FieldError.Invalid($"metadata.{field}", after.StringAt(field) ?? "", "field is immutable");
            }
        }

        if (before.StringAt("deletionTimestamp") is not null)
        {
            var known = Finalizers(before);
            var added = Finalizers(after).Where(finalizer => !known.Contains(finalizer)).ToList();
            if (added.Count > 0)
            {
                var list = string.Join(", ", added.Select(finalizer => $"\"{finalizer}\""));
                yield return FieldError.Forbidden(
                    "metadata.finalizers",
                    $"no new finalizers can be added if the object is being deleted, found new finalizers []string{{{list}}}");
            }
        }
    }

    private static List<string> Finalizers(JsonObject metadata) =>
        [.. (metadata["finalizers"] as JsonArray ?? []).Select(finalizer => finalizer?.ToString() ?? "")];
}
