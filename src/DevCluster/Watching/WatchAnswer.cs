using Tagalong.DevCluster.Errors;
using Tagalong.DevCluster.Http;
using Tagalong.DevCluster.Kinds;
using Tagalong.DevCluster.Listing;
using Tagalong.DevCluster.Representations;
using Tagalong.DevCluster.Selecting;
using Tagalong.DevCluster.Storage;

namespace Tagalong.DevCluster.Watching;

/// <summary>
/// A watch: the state, if asked for, and then every change. It reads the history at its own pace and holds nothing
/// itself; one so slow that the history has moved past it is told that its version expired, and ends.
/// </summary>
internal sealed class WatchAnswer(
    ObjectStore store,
    ResourceKind kind,
    ObjectFilter filter,
    ListOptions options,
    IRepresentation representation,
    TimeSpan timeout,
    TimeSpan bookmarkInterval,
    TimeProvider time) : Answer(StatusCodes.Status200OK)
{
    private const int Batch = 128;

    private static readonly TimeSpan CutDelay = TimeSpan.FromMilliseconds(100);

    public override async Task WriteAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var response = context.Response;
        response.ContentType = "application/json";
        response.Headers.CacheControl = "no-cache, private";
        using var ends = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ends.Token, cancellationToken);
        try
        {
            await response.StartAsync(either.Token);
            await FollowAsync(context, either.Token);
        }
        catch (OperationCanceledException) when (ends.IsCancellationRequested)
        {
            // The time that the client asked for is over: a watch ends without a word.
        }
    }

    private async Task FollowAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var lines = new WatchLines(context.Response.BodyWriter, representation, kind);
        var position = await WriteInitialEventsAsync(lines, cancellationToken);
        var bookmark = NextBookmark(cancellationToken);
        while (!cancellationToken.IsCancellationRequested)
        {
            var batch = store.ChangesAfter(kind, position, Batch);
            if (batch.Changes is null)
            {
                lines.Write(Refusals.ExpiredWatch(position, batch.CompactedAt));
                await lines.FlushAsync(cancellationToken);
                return;
            }

            foreach (var change in batch.Changes)
            {
                position = change.Position;
                if (WatchEvent.Of(change, filter) is { } seen)
                {
                    lines.Write(seen);
                }
            }

            await lines.FlushAsync(cancellationToken);
            if (IsCut && lines.Count > 0)
            {
                // A reset overtakes what is still on its way.
                await Task.Delay(CutDelay, time, cancellationToken);
                context.Abort();
                return;
            }

            if (batch.Changes.Count == Batch)
            {
                continue;
            }

            position = Math.Max(position, batch.ResourceVersion);
            if (await Task.WhenAny(batch.Next, bookmark).WaitAsync(cancellationToken) == bookmark)
            {
                lines.WriteBookmark(position, endsInitialEvents: false);
                bookmark = NextBookmark(cancellationToken);
            }
        }
    }

    /// <summary>The state now, as additions, unless the watch goes on from a version it knows.</summary>
    /// <returns>The resource version from which on changes are to follow.</returns>
    private async Task<long> WriteInitialEventsAsync(WatchLines lines, CancellationToken cancellationToken)
    {
        if (!(options.SendsInitialEvents ?? (options.ResourceVersion ?? 0) == 0))
        {
            return options.ResourceVersion is > 0 and var known ? known : store.ResourceVersion;
        }

        var (objects, resourceVersion) = store.Current(kind);
        foreach (var stored in objects.In(filter.Namespace).Where(filter.Matches))
        {
            lines.Write(new WatchEvent("ADDED", stored));
            if (lines.Count % Batch == 0)
            {
                await lines.FlushAsync(cancellationToken);
            }
        }

        if (options.SendsInitialEvents == true && options.AllowsBookmarks)
        {
            lines.WriteBookmark(resourceVersion, endsInitialEvents: true);
        }

        return resourceVersion;
    }

    private Task NextBookmark(CancellationToken cancellationToken) =>
        Task.Delay(options.AllowsBookmarks ? bookmarkInterval : Timeout.InfiniteTimeSpan, time, cancellationToken);
}
