using Tagalong.Core.ApiServer;
using Tagalong.Core.Events;
using Tagalong.Core.Fleet;
using Tagalong.Core.Objects;
using Tagalong.Core.Outcomes;
using Tagalong.Core.Owners;
using Tagalong.Core.Rules;
using Tagalong.Core.Sources;

namespace Tagalong.Core.Reconciling;

/// <summary>
/// Brings the children of a relabeled object, their parent, up to date: decides by the event whether the parent was relabeled,
/// lists the kinds that get labels from it, and labels each child as if it had its own event.
/// </summary>
/// <remarks>
/// <para>The parent counts as relabeled if its labels differ from those that the children were last given, or were written later; if
/// this process does not know the parent, if its managed fields show a recent write or a removal. So an event that changes the
/// status alone needs no call. Children that are made after the parent have events of their own, so its creation needs none either.</para>
/// <para>The parent is remembered as done only when all of its children are. Until then each event of the parent continues with
/// them: children that are up to date cost a list and no write.</para>
/// </remarks>
internal sealed class ChildReconciler(Cluster cluster, LabelPolicy policy, ParentKind kind, WatchEvent change, LabelerOptions options)
{
    /// <summary>One event of a parent works on its children, the others wait; more of them are not worth the memory.</summary>
    private const int MaxEventsOfParent = 4;

    /// <summary>So often a child is tried that the API server fails to write; then it is left to its own events and to the next sweep.</summary>
    private const int MostFailures = 10;

    private readonly long _since = cluster.Owners.TakeTicket();
    private readonly HashSet<string> _ownedByParent = [];
    private readonly Lock _counting = new();

    private ChildCounts _children;
    private Failure? _failure;
    private bool _isStopped;
    private UnreadableObject? _unreadable;
    private int _reads;
    private int _writes;

    /// <summary>Labels the children if the parent was relabeled.</summary>
    /// <param name="known">The parent as far as it is known, or null.</param>
    /// <param name="isRelabeled">Whether Tagalong itself has just changed the parent's labels.</param>
    /// <param name="cancellationToken">Ends it early; the parent's next event continues with the rest.</param>
    public async ValueTask<Outcome> RunAsync(ObjectSnapshot? known, bool isRelabeled, CancellationToken cancellationToken)
    {
        var parent = known;
        if (parent is null || (parent.LabelManagers is null && cluster.Relabeled.Compare(parent) == ParentChange.Unknown))
        {
            (parent, var failure) = await ReadParentAsync(cancellationToken).ConfigureAwait(false);
            if (parent is null)
            {
                return Ended(failure);
            }
        }

        if (parent.DeletionTimestamp is not null)
        {
            return Ended(new Failure(OutcomeReason.BeingDeleted));
        }

        if (!isRelabeled && !IsRelabeled(parent))
        {
            return Ended(new Failure(OutcomeReason.NotRelabeled));
        }

        using var turn = await cluster.SourceLocks.TryEnterAsync(parent.Uid, MaxEventsOfParent, cancellationToken).ConfigureAwait(false);
        if (turn is null)
        {
            return Ended(new Failure(OutcomeReason.ChildrenAwaited, "Other events of the object are already waiting to update its children."));
        }

        // Another event may have done the work while this one waited.
        return !isRelabeled && cluster.Relabeled.Compare(parent) == ParentChange.Same
            ? Ended(new Failure(OutcomeReason.NotRelabeled))
            : await UpdateAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The outcome, with what was done so far.</summary>
    public Outcome Ended(Failure end)
    {
        lock (_counting)
        {
            return Outcome.Of(end) with
            {
                Detail = end.Detail ?? (_unreadable is { } skipped ? $"Skipped {skipped.Object}, which cannot be read: {skipped.Error}" : null),
                Children = _children,
                Reads = _reads,
                Writes = _writes,
            };
        }
    }

    private bool IsRelabeled(ObjectSnapshot parent)
    {
        var labels = cluster.Relabeled.Compare(parent);
        if (labels == ParentChange.Unknown && !RelabelEvidence.IsRelabeled(parent, change.Change, cluster.Time.GetUtcNow(), options.RelabelHorizon))
        {
            cluster.Relabeled.Note(parent);
            return false;
        }

        return labels != ParentChange.Same;
    }

    private async ValueTask<(ObjectSnapshot? Parent, Failure Failure)> ReadParentAsync(CancellationToken cancellationToken)
    {
        var (ns, name, uid) = (change.Object.Namespace, change.Object.Name, change.Object.Uid);
        var asked = cluster.Versions.Now;
        var read = await cluster.Owners.GetAsync(kind.Type, ns, name, _since, onlyLive: true, cancellationToken).ConfigureAwait(false);
        _reads += read.WasRead ? 1 : 0;
        if (read is { WasRead: true, Response.Object: { } current })
        {
            cluster.Relabeled.Observe(current, asked);
        }

        return read.Response.Object switch
        {
            null => (null, read.Response.ToFailure(ifGone: OutcomeReason.ObjectGone)),
            var live when uid.Length > 0 && uid != live.Uid => (null, new Failure(OutcomeReason.ObjectReplaced)),
            var live => (live, default),
        };
    }

    private async ValueTask<Outcome> UpdateAsync(CancellationToken cancellationToken)
    {
        var (parent, failure) = await ReadParentAsync(cancellationToken).ConfigureAwait(false);
        if (parent is null)
        {
            return Ended(failure);
        }

        // Even if the parent has the labels again that the children were last given, some children may have got those that it had
        // in between, by events of their own.
        cluster.Relabeled.NoteUnfinished(parent.Uid);
        foreach (var children in kind.Children)
        {
            await UpdateAsync(parent, children, cancellationToken).ConfigureAwait(false);
        }

        // A child that was rejected would be rejected again, and one that cannot be written must not make each event of its parent cost lists for ever.
        if (!_isStopped && (_failure?.Reason.Kind() is null or OutcomeKind.Rejected
            || (_failure?.Reason == OutcomeReason.WriteFailed && cluster.Relabeled.CountFailure(parent.Uid) >= MostFailures)))
        {
            cluster.Relabeled.Note(parent);
        }

        return Ended(_failure ?? new Failure(_children.Labeled > 0 ? OutcomeReason.ChildrenLabeled : OutcomeReason.ChildrenUnchanged));
    }

    private async ValueTask UpdateAsync(ObjectSnapshot parent, ChildKind children, CancellationToken cancellationToken)
    {
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.ChildConcurrency, CancellationToken = cancellationToken };
        var pages = new ObjectPages(
            cluster.Connection, children.Type, kind.NamespaceOfChildren(change.Object), metadataOnly: !children.GetsLabels, IsWanted);
        var asked = cluster.Versions.Now;
        while (!_isStopped && await NextAsync(pages, cancellationToken).ConfigureAwait(false) is { } page)
        {
            _reads += page.Calls;

            // Whose child it is cannot be read either, so it is no failure of this parent.
            _unreadable ??= page.Unreadable.Cast<UnreadableObject?>().FirstOrDefault();

            // If the cluster does not serve the kind, there are no children of it.
            if (page.Answer.Status is not (ApiStatus.Ok or ApiStatus.NotServed))
            {
                Fail(page.Answer.ToFailure(ifGone: OutcomeReason.ObjectGone), stops: true);
            }

            await Parallel.ForEachAsync(page.Items, parallel, (child, token) =>
            {
                cluster.Memory.Observe(child, asked);
                return LabelAsync(parent, children.Type, child, token);
            }).ConfigureAwait(false);
        }

        bool IsWanted(ObjectSnapshot item)
        {
            if (children.LeadsOn && item.Controller?.Uid == parent.Uid)
            {
                _ownedByParent.Add(item.Uid);
            }

            return children.GetsLabels && policy.Match(item) is { } match && kind.SourceOf(match, parent.Uid, _ownedByParent) is not null;
        }
    }

    private async ValueTask<ListPage?> NextAsync(ObjectPages pages, CancellationToken cancellationToken)
    {
        await cluster.ChildSlots.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await pages.NextAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            cluster.ChildSlots.Release();
        }
    }

    private async ValueTask LabelAsync(ObjectSnapshot parent, ResourceType type, ObjectSnapshot child, CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _isStopped))
        {
            return;
        }

        var reconciler = new ObjectReconciler(cluster, policy, type, new WatchEvent(WatchChange.Updated, child.Reference, child), _since);
        Outcome? outcome = null;
        await cluster.ChildSlots.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            outcome = await reconciler.RunAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            cluster.ChildSlots.Release();
            Count(reconciler, outcome);
        }

        if (outcome.Kind.Disposition() is not Disposition.Accept and var disposition)
        {
            // A failure of the cluster, and not of this child alone, would be the next child's too.
            var stops = disposition == Disposition.Retry && !outcome.Reason.IsOfOneObject();
            Fail(new Failure(outcome.Reason, $"{child.Reference}: {outcome.Detail}", outcome.RetryAfter), stops);
        }
        else if (reconciler is { Match: { } match, Sources: { } sources }
            && kind.SourceOf(match, parent.Uid, _ownedByParent) is { } source && !sources[source].Equals(parent.Labels))
        {
            Fail(new Failure(OutcomeReason.Contended, "The object was relabeled again while its children were labeled."), stops: true);
        }
    }

    private void Count(ObjectReconciler reconciler, Outcome? outcome)
    {
        lock (_counting)
        {
            _reads += reconciler.Reads;
            _writes += reconciler.Writes;
            _children = outcome is null ? _children : _children.With(outcome);
        }
    }

    private void Fail(Failure failure, bool stops)
    {
        lock (_counting)
        {
            _isStopped |= stops;
            _failure = Failure.Worse(_failure, failure);
        }
    }
}
