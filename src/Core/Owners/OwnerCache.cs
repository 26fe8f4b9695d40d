using Tagalong.Core.ApiServer;
using Tagalong.Core.Concurrency;
using Tagalong.Core.Objects;

namespace Tagalong.Core.Owners;

/// <summary>
/// Reads owners, metadata only, and remembers them for a moment: a release makes a burst of events that all ask for the
/// same one. Many who ask at once share one read.
/// </summary>
/// <remarks>
/// Time is counted twice. How old an answer may be is a matter of the clock. Whether it was read after a certain event
/// began to be handled is a matter of order, so each read and each event take a ticket from one counter.
/// </remarks>
internal sealed class OwnerCache(ClusterConnection connection, OwnerCacheOptions options, TimeProvider time)
{
    private readonly BoundedMap<Key, Read> _reads = new(options.Capacity);
    private long _tickets;

    /// <summary>A place in the order of reads: what is read with a later one is live for who took this one.</summary>
    public long TakeTicket() => Interlocked.Increment(ref _tickets);

    /// <summary>An owner as it was at most the time to live ago.</summary>
    /// <param name="type">What it is.</param>
    /// <param name="ns">Its namespace; empty if it has none.</param>
    /// <param name="name">Its name.</param>
    /// <param name="since">The caller's ticket.</param>
    /// <param name="onlyLive">Whether to take nothing that was read before that ticket.</param>
    /// <param name="cancellationToken">Ends the waiting, not a read that others wait for too.</param>
    public ValueTask<OwnerResult> GetAsync(
        ResourceType type, string ns, string name, long since, bool onlyLive, CancellationToken cancellationToken)
    {
        var key = new Key(type.GroupKind, ns, name);
        if (TryGet(key, since, onlyLive) is { } remembered)
        {
            connection.Measurements.AskedForOwner(isHit: true);
            return new ValueTask<OwnerResult>(remembered);
        }

        return JoinAsync(key, type, since, onlyLive, cancellationToken);
    }

    /// <summary>The same where it is remembered; else null, and nothing is asked of the API server. Counted by whoever makes use of it.</summary>
    public OwnerResult? TryGet(ResourceType type, string ns, string name, long since) =>
        TryGet(new Key(type.GroupKind, ns, name), since, onlyLive: false);

    private OwnerResult? TryGet(Key key, long since, bool onlyLive) =>
        _reads.TryGet(key, out var known) && known.IsGood && Serves(known, since, onlyLive)
            ? new OwnerResult(known.Answer.Result, IsLive: known.Ticket > since, WasRead: false)
            : null;

    /// <summary>Waits for a read that is under way, or for one of its own.</summary>
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
            read.Start(connection.GetAsync(ObjectPath.Of(type, key.Namespace, key.Name), metadataOnly: true, CancellationToken.None));
        }

        var answer = await read.Answer.WaitAsync(cancellationToken).ConfigureAwait(false);
        return new OwnerResult(answer, IsLive: read.Ticket > since, WasRead: started);
    }

    private bool Serves(Read read, long since, bool onlyLive) => (!onlyLive || read.Ticket > since)
        && (!read.Answer.IsCompleted || (read.IsGood && time.GetElapsedTime(read.StartedAt) < options.TimeToLive));

    /// <summary>Forgets an owner of which an event tells, unless what is remembered is as new as the event or says the same.</summary>
    /// <param name="owner">The owner.</param>
    /// <param name="body">The owner as the event shows it; null where it does not.</param>
    public void Invalidate(ObjectReference owner, ObjectSnapshot? body) =>
        _reads.RemoveIf(
            new Key(owner.GroupKind, owner.Namespace, owner.Name),
            body,
            static (read, body) => !(read.IsGood && Holds(read.Answer.Result.Object!, body)));

    private static bool Holds(ObjectSnapshot known, ObjectSnapshot? body) =>
        body is not null && (IsAsNew(known, body) || (known.Uid == body.Uid && known.Labels.Equals(body.Labels)));

    private static bool IsAsNew(ObjectSnapshot known, ObjectSnapshot body) =>
        ResourceVersion.TryParse(known.ResourceVersion, out var ours)
        && ResourceVersion.TryParse(body.ResourceVersion, out var theirs)
        && ours >= theirs;

    private readonly record struct Key(GroupKind Kind, string Namespace, string Name);

    private sealed class Read(long ticket, long startedAt)
    {
        private readonly TaskCompletionSource<ApiResult> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public long Ticket { get; } = ticket;

        public long StartedAt { get; } = startedAt;

        public Task<ApiResult> Answer => _answer.Task;

        public bool IsGood => Answer is { IsCompletedSuccessfully: true, Result.Status: ApiStatus.Ok };

        public async void Start(ValueTask<ApiResult> call)
        {
            try
            {
                _answer.SetResult(await call.ConfigureAwait(false));
            }
#pragma warning disable CA1031 // Whoever waits for the read gets the fault, whatever it is.
            catch (Exception fault)
#pragma warning restore CA1031
            {
                _answer.SetException(fault);
            }
        }
    }
}
