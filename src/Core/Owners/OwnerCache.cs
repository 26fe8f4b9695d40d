using Tagalong.Core.ApiServer;
using Tagalong.Core.Concurrency;
using Tagalong.Core.Objects;

namespace Tagalong.Core.Owners;

/// <summary>
/// Reads owners, metadata only, and keeps them for a short time: a release causes a burst of events that all need the same
/// owner. Concurrent requests for one owner share one read.
/// </summary>
/// <remarks>
/// Two kinds of time count. The age of a response is a matter of the clock. Whether it was read after work on a certain event
/// began is a matter of order, so each read and each event takes a ticket from one counter.
/// </remarks>
internal sealed class OwnerCache(ApiServerClient connection, ResourceScopes scopes, OwnerCacheOptions options, TimeProvider time)
{
    private readonly BoundedMap<Key, Read> _reads = new(options.Capacity);
    private long _tickets;

    /// <summary>A place in the order of reads: a read with a later ticket is live for the one who took this.</summary>
    public long TakeTicket() => Interlocked.Increment(ref _tickets);

    /// <summary>Gets an owner as it was at most the time to live ago.</summary>
    /// <param name="type">Its kind.</param>
    /// <param name="ns">The namespace that it is named from; empty for none. A cluster-scoped owner is found from any.</param>
    /// <param name="name">Its name.</param>
    /// <param name="since">The caller's ticket.</param>
    /// <param name="onlyLive">Whether only a read after that ticket counts.</param>
    /// <param name="cancellationToken">Ends the waiting, not a read that others wait for too.</param>
    public ValueTask<OwnerResult> GetAsync(
        ResourceType type, string ns, string name, long since, bool onlyLive, CancellationToken cancellationToken)
    {
        var key = new Key(type.GroupKind, scopes.NamespaceOf(type, ns), name);
        if (TryGet(key, since, onlyLive) is { } remembered)
        {
            connection.Measurements.AskedForOwner(isHit: true);
            return new ValueTask<OwnerResult>(remembered);
        }

        return JoinAsync(key, type, since, onlyLive, cancellationToken);
    }

    /// <summary>The same from the cache; null where it is not there. Calls nothing; the caller counts the hit if it uses it.</summary>
    public OwnerResult? TryGet(ResourceType type, string ns, string name, long since) =>
        TryGet(new Key(type.GroupKind, scopes.NamespaceOf(type, ns), name), since, onlyLive: false);

    private OwnerResult? TryGet(Key key, long since, bool onlyLive) =>
        _reads.TryGet(key, out var known) && known.IsGood && Serves(known, since, onlyLive)
            ? new OwnerResult(known.Response.Result, IsLive: known.Ticket > since, WasRead: false)
            : null;

    /// <summary>Waits for a read that is in progress, or starts one.</summary>
    private async ValueTask<OwnerResult> JoinAsync(Key key, ResourceType type, long since, bool onlyLive, CancellationToken cancellationToken)
    {
        var started = false;
        var read = _reads.GetOrRenew(key, read => Serves(read, since, onlyLive), () =>
        {
            started = true;
            return new Read(TakeTicket(), time.GetTimestamp());
        });
        connection.Measurements.AskedForOwner(isHit: !started);
        if (started)
        {
            read.Start(scopes.GetMetadataAsync(type, key.Namespace, key.Name, CancellationToken.None));
        }

        var response = await read.Response.WaitAsync(cancellationToken).ConfigureAwait(false);
        return new OwnerResult(response, IsLive: read.Ticket > since, WasRead: started);
    }

    private bool Serves(Read read, long since, bool onlyLive) => (!onlyLive || read.Ticket > since)
        && (!read.Response.IsCompleted || (read.IsGood && time.GetElapsedTime(read.StartedAt) < options.TimeToLive));

    /// <summary>Removes an owner because of an event about it, unless the cached object is as new as the event or has the same labels.</summary>
    /// <param name="owner">The owner.</param>
    /// <param name="body">The owner as the event shows it, or null.</param>
    public void Invalidate(ObjectReference owner, ObjectSnapshot? body) =>
        _reads.RemoveIf(
            new Key(owner.GroupKind, owner.Namespace, owner.Name),
            body,
            static (read, body) => !(read.IsGood && Holds(read.Response.Result.Object!, body)));

    private static bool Holds(ObjectSnapshot known, ObjectSnapshot? body) =>
        body is not null && (IsAsNew(known, body) || (known.Uid == body.Uid && known.Labels.Equals(body.Labels)));

    private static bool IsAsNew(ObjectSnapshot known, ObjectSnapshot body) =>
        ResourceVersion.TryParse(known.ResourceVersion, out var ours)
        && ResourceVersion.TryParse(body.ResourceVersion, out var theirs)
        && ours >= theirs;

    private readonly record struct Key(GroupKind Kind, string Namespace, string Name);

    private sealed class Read(long ticket, long startedAt)
    {
        private readonly TaskCompletionSource<ApiResult> _response = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public long Ticket { get; } = ticket;

        public long StartedAt { get; } = startedAt;

        public Task<ApiResult> Response => _response.Task;

        public bool IsGood => Response is { IsCompletedSuccessfully: true, Result.Status: ApiStatus.Ok };

        public async void Start(ValueTask<ApiResult> call)
        {
            try
            {
                _response.SetResult(await call.ConfigureAwait(false));
            }
#pragma warning disable CA1031 // Those who wait for the read get the exception, whatever it is.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                _response.SetException(exception);
            }
        }
    }
}
