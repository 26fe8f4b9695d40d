using System.Globalization;
using Tagalong.DevCluster.Selecting;
using Tagalong.DevCluster.Storage;

namespace Tagalong.DevCluster.Watching;

/// <summary>One watch event: a change as seen through the selectors of the watch.</summary>
/// <param name="Type"><c>ADDED</c>, <c>MODIFIED</c> or <c>DELETED</c>.</param>
internal sealed record WatchNotification(string Type, StoredObject Object)
{
    /// <summary>An object that stops matching the selectors is reported as deleted, one that starts to match as added.</summary>
    /// <returns>Null if the object matched neither before nor after.</returns>
    public static WatchNotification? Of(ObjectChange change, ObjectFilter filter)
    {
        var didMatch = change.Before is { } before && filter.Matches(before);
        var matches = !change.IsDeletion && filter.Matches(change.Object);
        return (didMatch, matches) switch
        {
            (false, false) => null,
            (false, true) => new WatchNotification("ADDED", change.Object),
            (true, true) => new WatchNotification("MODIFIED", change.Object),
            (true, false) => new WatchNotification("DELETED", change.IsDeletion ? change.Object : LastMatching(change)),
        };
    }

    // The last state that the watch reported, with the resource version of this change.
    private static StoredObject LastMatching(ObjectChange change)
    {
        var value = change.Before!.ToJson();
        value.ObjectAt("metadata")["resourceVersion"] = change.Position.ToString(CultureInfo.InvariantCulture);
        return StoredObject.From(change.Object.Kind, value);
    }
}
