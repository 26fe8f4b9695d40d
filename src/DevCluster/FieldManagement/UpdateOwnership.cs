using System.Text.Json.Nodes;
using Tagalong.DevCluster.Kinds;

namespace Tagalong.DevCluster.FieldManagement;

/// <summary>Who owns what after a create, an update or a patch that is not an apply.</summary>
internal static class UpdateOwnership
{
    /// <summary>
    /// The writer owns what it changed, and everybody else loses it; what it did not change it does not claim. Its time
    /// moves only if it took something: taking a field away leaves no trace.
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
