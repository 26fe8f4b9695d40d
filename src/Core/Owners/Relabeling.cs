using Tagalong.Core.Events;
using Tagalong.Core.Objects;

namespace Tagalong.Core.Owners;

/// <summary>Whether an object of which nothing is remembered was relabelled lately, by its own words.</summary>
internal static class Relabeling
{
    /// <summary>The API server tells times to the second.</summary>
    private static readonly TimeSpan Resolution = TimeSpan.FromSeconds(1);

    /// <param name="source">The object, with its managed fields.</param>
    /// <param name="change">What happened to it.</param>
    /// <param name="now">The time.</param>
    /// <param name="recent">How far back counts as lately.</param>
    public static bool IsLikely(ObjectSnapshot source, WatchChange change, DateTimeOffset now, TimeSpan recent)
    {
        if (source.LabelsWritten is { } written && now - written < recent)
        {
            // Whoever becomes its child later gets its labels by an event of the child's own.
            return !IsCreation(source, written);
        }

        // Something changed, and no field got a value: then something was taken away, and it may have been a label.
        return change == WatchChange.Updated && !(now - source.LastWritten < recent);
    }

    private static bool IsCreation(ObjectSnapshot source, DateTimeOffset written) =>
        source.LabelManagers is { Length: 1 } && written - source.CreationTimestamp <= Resolution;
}
