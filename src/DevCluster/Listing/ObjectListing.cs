using Tagalong.DevCluster.Errors;
using Tagalong.DevCluster.Kinds;
using Tagalong.DevCluster.Selecting;
using Tagalong.DevCluster.Storage;

namespace Tagalong.DevCluster.Listing;

/// <summary>Lists objects in pages, each page of the same moment as the first.</summary>
internal sealed class ObjectListing(ObjectStore store)
{
    /// <exception cref="StatusException">410, if that moment is forgotten; 504, if it has not come yet.</exception>
    public ListPage List(ResourceKind kind, ObjectFilter filter, ListOptions options)
    {
        var (objects, resourceVersion) = Snapshot(kind, options);
        var start = options.Continue?.Key(filter.Namespace) ?? "";

        // As from the real server's cache: "any version will do" is answered at once and in one piece.
        var limit = options is { ResourceVersion: 0, IsExact: false, Continue: null } ? null : options.Limit;
        var items = objects.In(filter.Namespace, start).Where(filter.Matches).Take(limit is null ? int.MaxValue : limit.Value + 1).ToList();
        if (limit is null || items.Count <= limit)
        {
            return new ListPage(items, resourceVersion, null, null);
        }

        items.RemoveAt(items.Count - 1);
        var next = ContinueToken.After(resourceVersion, items[^1].Key, filter.Namespace);
        long? remaining = filter.HasSelectors ? null : objects.In(filter.Namespace, start).Count() - items.Count;
        return new ListPage(items, resourceVersion, next.Encode(), remaining);
    }

    private (ObjectSet Objects, long ResourceVersion) Snapshot(ResourceKind kind, ListOptions options)
    {
        var current = store.Current(kind);
        if (options.Continue is { } token)
        {
            return token.ResourceVersion == ContinueToken.Latest ? current : (SnapshotOf(kind, token), token.ResourceVersion);
        }

        if (options.ResourceVersion > current.ResourceVersion)
        {
            throw Refusals.VersionInTheFuture(options.ResourceVersion.Value, current.ResourceVersion);
        }

        return options is { IsExact: true, ResourceVersion: { } exact } ? (store.At(kind, exact), exact) : current;
    }

    private ObjectSet SnapshotOf(ResourceKind kind, ContinueToken token)
    {
        try
        {
            return store.At(kind, token.ResourceVersion);
        }
        catch (StatusException refusal) when (refusal.Status.Code == 410)
        {
            throw Refusals.ExpiredContinueToken((token with { ResourceVersion = ContinueToken.Latest }).Encode());
        }
    }
}
