namespace Tagalong.DevCluster.FieldManagement;

/// <summary>The owners of the fields after a create, an update or a patch that is not an apply.</summary>
internal static class UpdateOwnership
{
    /// <summary>
    /// The writer owns the fields that it changed, and other managers lose them. Its time changes only if it set a field: a
    /// removed field has no owner.
    /// </summary>
    public static ManagedFields After(ResourceKind kind, JsonObject before, JsonObject after, ManagedFields owned, FieldManager writer, string now)
    {
        var comparison = FieldComparison.Between(kind, before.WithoutManagedFields(), after.WithoutManagedFields());
        if (comparison.IsEmpty)
        {
            return owned;
        }

        var taken = comparison.Taken.Except(UnmanagedFields.All);
        var left = owned.WithoutFields(taken.Union(comparison.Removed));
        return taken.IsEmpty ? left : left.With(writer, now, taken.Union(left.Find(writer)?.Fields ?? FieldSet.Empty));
    }
}
