namespace Tagalong.DevCluster.FieldManagement;

/// <summary>Fields without an owner, because the server itself sets or validates them.</summary>
internal static class UnmanagedFields
{
    public static readonly FieldSet All = new[]
    {
        FieldSet.Path("apiVersion"),
        FieldSet.Path("kind"),
        FieldSet.Path("metadata"),
        FieldSet.Path("metadata", "name"),
        FieldSet.Path("metadata", "namespace"),
        FieldSet.Path("metadata", "creationTimestamp"),
        FieldSet.Path("metadata", "deletionTimestamp"),
        FieldSet.Path("metadata", "deletionGracePeriodSeconds"),
        FieldSet.Path("metadata", "selfLink"),
        FieldSet.Path("metadata", "uid"),
        FieldSet.Path("metadata", "generation"),
        FieldSet.Path("metadata", "managedFields"),
        FieldSet.Path("metadata", "resourceVersion"),
    }.Aggregate((all, path) => all.Union(path));

    /// <summary>A copy of an object without its managed fields.</summary>
    public static JsonObject WithoutManagedFields(this JsonObject value)
    {
        var copy = value.Copy();
        (copy["metadata"] as JsonObject)?.Remove("managedFields");
        return copy;
    }
}
