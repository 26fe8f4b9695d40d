using Tagalong.Core.Events;
using Tagalong.Core.Objects;

namespace Tagalong.Core.Owners;

/// <summary>Tells from a parent's managed fields whether it was relabeled recently, where nothing is remembered of it.</summary>
internal static class RelabelEvidence
{
    /// <summary>The resolution of the API server's times.</summary>
    private static readonly TimeSpan Resolution = TimeSpan.FromSeconds(1);

    /// <param name="parent">The parent, with its managed fields.</param>
    /// <param name="change">What happened to it.</param>
    /// <param name="now">The time.</param>
    /// <param name="horizon">How long ago counts as recent.</param>
    public static bool IsRelabeled(ObjectSnapshot parent, WatchChange change, DateTimeOffset now, TimeSpan horizon)
    {
        if (parent.LabelsWritten is { } written && now - written < horizon)
        {
            // A new object has no children yet; each child that it gets later has an event.
            return !IsCreation(parent, written);
        }

        // Something changed, and no field got a value: so something was removed, and it may have been a label.
        return change == WatchChange.Updated && !(now - parent.LastWritten < horizon);
    }

    private static bool IsCreation(ObjectSnapshot parent, DateTimeOffset written) =>
        parent.LabelManagers is { Length: 1 } && written - parent.CreationTimestamp <= Resolution;
}
