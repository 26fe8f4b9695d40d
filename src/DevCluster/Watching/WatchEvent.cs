using System.Globalization;
using Tagalong.DevCluster.Selecting;
using Tagalong.DevCluster.Storage;

namespace Tagalong.DevCluster.Watching;

/// <summary>A change as one watch sees it.</summary>
/// <param name="Type"><c>ADDED</c>, <c>MODIFIED</c> or <c>DELETED</c>.</param>
internal sealed record WatchEvent(string Type, StoredObject Object)
{
    /// <summary>Null, if the change is none of the watch's business. An object that no longer matches is deleted to it, one that begins to match is added.</summary>
    public static WatchEvent? Of(Change change, ObjectFilter filter)
    {
        var didMatch = change.Before is { } before && filter.Matches(before);
        var matches = !change.IsDeletion && filter.Matches(change.Object);
        return (didMatch, matches) switch
        {
            (false, false) => null,
            (false, true) => new WatchEvent("ADDED", change.Object),
            (true, true) => new WatchEvent("MODIFIED", change.Object),
            (true, false) => new WatchEvent("DELETED", change.IsDeletion ? change.Object : LastMatching(change)),
        };
    }

    // What the watch knew, with the resource version at which that ended.
    private static StoredObject LastMatching(Change change)
    {
        var value = change.Before!.ToJson();
        value.ObjectAt("metadata")["resourceVersion"] = change.Position.ToString(CultureInfo.InvariantCulture);
        return StoredObject.From(change.Object.Kind, value);
    }
}
