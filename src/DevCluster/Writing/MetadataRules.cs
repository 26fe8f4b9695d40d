using System.Text;

namespace Tagalong.DevCluster.Writing;

/// <summary>Validates <c>metadata</c> before an object is stored. Specs are not validated.</summary>
internal static class MetadataRules
{
    private const int MaximumAnnotationBytes = 256 * 1024;

    // The real server validates metadata twice on a create and three times on an update (changes twice), once in each
    // layer of its code, and reports the errors of each.
    private const int LayersOfCreate = 2;
    private const int LayersOfUpdate = 3;
    private const int LayersOfChange = 2;

    /// <exception cref="StatusException">422, with a cause for every error.</exception>
    public static void CheckNew(ResourceKind kind, JsonObject value)
    {
        var metadata = value.ObjectAt("metadata");
        var errors = ErrorsInName(kind, metadata).Concat(Repeat(LayersOfCreate, ErrorsIn(metadata))).ToList();
        ThrowIfAny(kind, metadata, errors);
    }

    /// <exception cref="StatusException">422, with a cause for every error.</exception>
    public static void CheckChange(ResourceKind kind, JsonObject before, JsonObject after)
    {
        var metadata = after.ObjectAt("metadata");
        var changes = ErrorsInChange(before.ObjectAt("metadata"), metadata).ToList();
        ThrowIfAny(kind, metadata, [.. Repeat(LayersOfChange, changes), .. Repeat(LayersOfUpdate, ErrorsIn(metadata))]);
    }

    private static void ThrowIfAny(ResourceKind kind, JsonObject metadata, List<FieldError> errors)
    {
        if (errors.Count > 0)
        {
            throw StatusErrors.Invalid(kind, metadata.StringAt("name") ?? "", errors);
        }
    }

    private static IEnumerable<FieldError> Repeat(int times, IEnumerable<FieldError> errors)
    {
        var found = errors.ToList();
        return Enumerable.Repeat(found, times).SelectMany(each => each);
    }

    private static IEnumerable<FieldError> ErrorsInName(ResourceKind kind, JsonObject metadata)
    {
        var name = metadata.StringAt("name") ?? "";
        return name.Length == 0
            ? [FieldError.Required("metadata.name", "name or generateName is required")]
            : (kind.Namespaced ? LabelRules.ErrorsInSubdomain(name) : LabelRules.ErrorsInNamespace(name)).Select(message => FieldError.Invalid("metadata.name", name, message));
    }

    private static IEnumerable<FieldError> ErrorsIn(JsonObject metadata) =>
        [.. ErrorsInLabels(metadata), .. ErrorsInAnnotations(metadata), .. ErrorsInOwners(metadata), .. ErrorsInFinalizers(metadata)];

    private static IEnumerable<FieldError> ErrorsInLabels(JsonObject metadata) =>
        from label in metadata.MapAt("labels")
        let value = label.Value?.ToString() ?? ""
        let inKey = LabelRules.ErrorsInKey(label.Key).Select(message => FieldError.Invalid("metadata.labels", label.Key, message))
        from error in inKey.Concat(LabelRules.ErrorsInValue(value).Select(message => FieldError.Invalid("metadata.labels", value, message)))
        select error;

    private static IEnumerable<FieldError> ErrorsInAnnotations(JsonObject metadata)
    {
        var size = 0;
        foreach (var (key, value) in metadata.MapAt("annotations"))
        {
            size += Encoding.UTF8.GetByteCount(key) + Encoding.UTF8.GetByteCount(value?.ToString() ?? "");

            // Keys of annotations are checked as if they were in lower case.
            foreach (var message in LabelRules.ErrorsInKey(key.ToLowerInvariant()))
            {
                yield return FieldError.Invalid("metadata.annotations", key, message);
            }
        }

        if (size > MaximumAnnotationBytes)
        {
            yield return FieldError.TooLong("metadata.annotations", $"may not be more than {MaximumAnnotationBytes} bytes");
        }
    }

    private static IEnumerable<FieldError> ErrorsInOwners(JsonObject metadata)
    {
        var owners = metadata.ListAt("ownerReferences");
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

    private static IEnumerable<FieldError> ErrorsInFinalizers(JsonObject metadata) =>
        from finalizer in metadata.ListAt("finalizers")
        let name = finalizer?.ToString() ?? ""
        from message in LabelRules.ErrorsInKey(name)
        select FieldError.Invalid("metadata.finalizers", name, message);

    private static IEnumerable<FieldError> ErrorsInChange(JsonObject before, JsonObject after)
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
        [.. metadata.ListAt("finalizers").Select(finalizer => finalizer?.ToString() ?? "")];
}
