using Tagalong.DevCluster.Selecting;
using Tagalong.DevCluster.Storage;

namespace Tagalong.DevCluster.Listing;

/// <summary>Lists objects in pages. All pages show the same resource version.</summary>
internal sealed class ObjectListing(ObjectStore store)
{
    /// <exception cref="StatusException">410, if the resource version is no longer kept; 504, if it is in the future.</exception>
    public ObjectPage List(ResourceKind kind, ObjectFilter filter, ListOptions options)
    {
        var (objects, resourceVersion) = Snapshot(kind, options);
        var start = options.Continue?.Key(filter.Namespace) ?? "";

        // The real server serves "any version" from its cache, in one page.
        var limit = options is { ResourceVersion: 0, IsExact: false, Continue: null } ? null : options.Limit;
        var items = objects.In(filter.Namespace, start).Where(filter.Matches).Take(limit is null ? int.MaxValue : limit.Value + 1).ToList();
        if (limit is null || items.Count <= limit)
        {
            return new ObjectPage(items, resourceVersion, null, null);
        }

        items.RemoveAt(items.Count - 1);
        var next = ContinueToken.After(resourceVersion, items[^1].Key, filter.Namespace);
        long? remaining = filter.HasSelectors ? null : objects.In(filter.Namespace, start).Count() - items.Count;
        return new ObjectPage(items, resourceVersion, next.Encode(), remaining);
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
            throw StatusErrors.VersionInTheFuture(options.ResourceVersion.Value, current.ResourceVersion);
        }

        return options is { IsExact: true, ResourceVersion: { } exact } ? (store.At(kind, exact), exact) : current;
    }

    private ObjectSet SnapshotOf(ResourceKind kind, ContinueToken token)
    {
        try
        {
            return store.At(kind, token.ResourceVersion);
        }
        catch (StatusException error) when (error.Status.Code == 410)
        {
            throw StatusErrors.ExpiredContinueToken((token with { ResourceVersion = ContinueToken.Latest }).Encode());
        }
    }
}
