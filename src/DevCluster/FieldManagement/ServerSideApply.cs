namespace Tagalong.DevCluster.FieldManagement;

/// <summary>
/// Server-side apply: merges the configuration into the live object, and removes the fields that only this applier owned
/// and that are not in the configuration any more. Unless forced, it does not change fields of other managers.
/// </summary>
internal static class ServerSideApply
{
    // This manager owns the fields of objects that have no managed fields yet.
    private const string BeforeFirstApply = "before-first-apply";

    /// <param name="live">The stored object, without managed fields.</param>
    /// <param name="configuration">All fields that the applier wants to own.</param>
    /// <exception cref="StatusException">409, with one cause for each field that another manager owns.</exception>
    public static (JsonObject Merged, ManagedFields Owned) Apply(
        ResourceKind kind, JsonObject live, JsonObject configuration, ManagedFields owned, FieldManager applier, bool force, string now)
    {
        if (owned.Entries.Count == 0 && live.At("metadata.uid") is not null)
        {
            var manager = new FieldManager(BeforeFirstApply, FieldManager.Update, kind.ApiVersion, "");
            owned = UpdateOwnership.After(kind, kind.NewBlank(), live, ManagedFields.None, manager, now);
        }

        var last = owned.Find(applier);
        var wanted = ObjectFields.Of(kind, configuration).Except(UnmanagedFields.All);
        owned = owned.With(applier, last?.Time, wanted);

        var merged = ConfigurationMerge.Merge(kind, live, configuration);
        if (last is not null)
        {
            var unowned = last.Fields.WithParents().Except(owned.Owned.WithParents()).Except(UnmanagedFields.All);
            merged = FieldRemoval.Remove(kind, merged, unowned);
        }

        var comparison = FieldComparison.Between(kind, live, merged);
        var taken = comparison.Taken.Except(UnmanagedFields.All);
        if (!force)
        {
            ApplyConflicts.ThrowIfAny(owned, applier, taken);
        }

        owned = owned.WithoutFields(taken.Union(comparison.Removed), exceptOf: applier);
        return (merged, comparison.IsEmpty ? owned : owned.With(applier, now, wanted));
    }
}
