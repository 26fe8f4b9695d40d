using Tagalong.DevCluster.Listing;
using Tagalong.DevCluster.Representations;
using Tagalong.DevCluster.Responses;
using Tagalong.DevCluster.Selecting;
using Tagalong.DevCluster.Storage;

namespace Tagalong.DevCluster.Watching;

/// <summary>
/// A watch: the current objects, if the client asks for them, then every change. It reads the history at its own pace and
/// buffers nothing. If it is so slow that the history no longer has its position, it gets the error "expired" and ends.
/// </summary>
internal sealed class WatchResponse(
    ObjectStore store,
    ResourceKind kind,
    ObjectFilter filter,
    ListOptions options,
    IRepresentation representation,
    TimeSpan timeout,
    TimeSpan bookmarkInterval,
    TimeProvider time) : ApiResponse(StatusCodes.Status200OK)
{
    private const int Batch = 128;

    private static readonly TimeSpan CutDelay = TimeSpan.FromMilliseconds(100);

    public override async Task WriteAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var response = context.Response;
        response.ContentType = "application/json";
        response.Headers.CacheControl = "no-cache, private";
        using var timedOut = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timedOut.Token, cancellationToken);
        try
        {
            await response.StartAsync(either.Token);
            await FollowAsync(context, either.Token);
        }
        catch (OperationCanceledException) when (timedOut.IsCancellationRequested)
        {
            // The timeout that the client asked for. A watch ends without an error then.
        }
    }

    private async Task FollowAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var writer = new WatchWriter(context.Response.BodyWriter, representation, kind);
        var position = await WriteInitialEventsAsync(writer, cancellationToken);
        var bookmark = NextBookmark(cancellationToken);
        while (!cancellationToken.IsCancellationRequested)
        {
            var batch = store.ChangesAfter(kind, position, Batch);
            if (batch.Changes is null)
            {
                writer.Write(StatusErrors.ExpiredWatch(position, batch.CompactedAt));
                await writer.FlushAsync(cancellationToken);
                return;
            }

            foreach (var change in batch.Changes)
            {
                position = change.Position;
                if (WatchNotification.Of(change, filter) is { } notification)
                {
                    writer.Write(notification);
                }
            }

            await writer.FlushAsync(cancellationToken);
            if (IsCut && writer.Count > 0)
            {
                // A connection reset overtakes data that is still on its way.
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
                writer.WriteBookmark(position, endsInitialEvents: false);
                bookmark = NextBookmark(cancellationToken);
            }
        }
    }

    /// <summary>Writes the current objects as additions, unless the watch starts from a resource version.</summary>
    /// <returns>The resource version after which the changes follow.</returns>
    private async Task<long> WriteInitialEventsAsync(WatchWriter writer, CancellationToken cancellationToken)
    {
        if (!(options.SendsInitialEvents ?? (options.ResourceVersion ?? 0) == 0))
        {
            return options.ResourceVersion is > 0 and var known ? known : store.ResourceVersion;
        }

        var (objects, resourceVersion) = store.Current(kind);
        foreach (var stored in objects.In(filter.Namespace).Where(filter.Matches))
        {
            writer.Write(new WatchNotification("ADDED", stored));
            if (writer.Count % Batch == 0)
            {
                await writer.FlushAsync(cancellationToken);
            }
        }

        if (options.SendsInitialEvents == true && options.AllowsBookmarks)
        {
            writer.WriteBookmark(resourceVersion, endsInitialEvents: true);
        }

        return resourceVersion;
    }

    private Task NextBookmark(CancellationToken cancellationToken) =>
        Task.Delay(options.AllowsBookmarks ? bookmarkInterval : Timeout.InfiniteTimeSpan, time, cancellationToken);
}
