namespace Tagalong.DevCluster.FieldManagement;

/// <summary>Fields that an apply would change although another manager owns them.</summary>
internal static class ApplyConflicts
{
    public static void ThrowIfAny(ManagedFields owned, FieldManager applier, FieldSet taken)
    {
        var conflicts = owned.Entries
            .Where(entry => !entry.Manager.IsSameAs(applier))
            .Select(entry => (Manager: entry.Manager.ToString(), Paths: entry.Fields.Intersect(taken).Paths().ToList()))
            .Where(conflict => conflict.Paths.Count > 0)
            .OrderBy(conflict => conflict.Manager, StringComparer.Ordinal)
            .ToList();
        if (conflicts.Count == 0)
        {
            return;
        }

        var causes = conflicts
            .SelectMany(conflict => conflict.Paths.Select(path => new StatusCause("FieldManagerConflict", $"conflict with {conflict.Manager}", path)))
            .ToList();
        throw StatusErrors.ApplyConflict(Message(conflicts, causes.Count), causes);
    }

    private static string Message(List<(string Manager, List<string> Paths)> conflicts, int count)
    {
        if (count == 1)
        {
            return $"Apply failed with 1 conflict: conflict with {conflicts[0].Manager}: {conflicts[0].Paths[0]}";
        }

        var lists = conflicts.Select(conflict => $"conflicts with {conflict.Manager}:\n{string.Join('\n', conflict.Paths.Select(path => $"- {path}"))}");
        return $"Apply failed with {count} conflicts: {string.Join('\n', lists)}";
    }
}
