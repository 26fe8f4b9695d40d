namespace Tagalong.DevCluster.FieldManagement;

/// <summary>Fields without an owner, because the server itself sets or validates them.</summary>
internal static class UnmanagedFields
{
    private static readonly string[] InMetadata =
    [
        "name", "namespace", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "selfLink", "uid", "generation",
        "managedFields", "resourceVersion",
    ];

    public static readonly FieldSet All = InMetadata.Select(name => FieldSet.Path("metadata", name)).Aggregate(
        FieldSet.Path("apiVersion").Union(FieldSet.Path("kind")).Union(FieldSet.Path("metadata")),
        (all, path) => all.Union(path));

    /// <summary>A copy of an object without its managed fields.</summary>
    public static JsonObject WithoutManagedFields(this JsonObject value)
    {
        var copy = value.Copy();
        (copy["metadata"] as JsonObject)?.Remove("managedFields");
        return copy;
    }
}
