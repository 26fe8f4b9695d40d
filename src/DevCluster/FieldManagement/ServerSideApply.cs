using System.Text.Json.Nodes;
using Tagalong.DevCluster.Errors;
using Tagalong.DevCluster.Kinds;

namespace Tagalong.DevCluster.FieldManagement;

/// <summary>
/// Server-side apply: merge the configuration into the live object, take out what the applier used to own and no longer
/// names and nobody else owns, and refuse to change what others own unless forced.
/// </summary>
internal static class ServerSideApply
{
    // Objects that were never written through a manager that is known are protected by this one.
    private const string BeforeFirstApply = "before-first-apply";

    /// <param name="live">The object as it is, without managed fields.</param>
    /// <param name="configuration">What the applier wants to own, the whole of it.</param>
    /// <exception cref="StatusException">409, with one cause for each field that somebody else owns.</exception>
    public static (JsonObject Merged, ManagedFields Owned) Apply(
        ResourceKind kind, JsonObject live, JsonObject configuration, ManagedFields owned, FieldManager applier, bool force, string now)
    {
        if (owned.Entries.Count == 0 && live.At("metadata.uid") is not null)
        {
            var before = JsonNode.Parse(kind.Blank)!.AsObject();
            var somebody = new FieldManager(BeforeFirstApply, FieldManager.Update, kind.ApiVersion, "");
            owned = UpdateOwnership.After(kind, before, live, ManagedFields.None, somebody, now);
        }

        var last = owned.Find(applier);
        var wanted = ObjectFields.Of(kind, configuration).Except(UnmanagedFields.All);
        owned = owned.With(applier, last?.Time, wanted);

        var merged = ConfigurationMerge.Merge(kind, live, configuration);
        if (last is not null)
        {
            var unowned = last.Fields.WithFieldsOnTheWay().Except(owned.Owned.WithFieldsOnTheWay()).Except(UnmanagedFields.All);
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
