using Tagalong.Core.ApiServer;
using Tagalong.Core.Events;
using Tagalong.Core.Fleet;
using Tagalong.Core.Labels;
using Tagalong.Core.Objects;
using Tagalong.Core.Outcomes;
using Tagalong.Core.Owners;
using Tagalong.Core.Rules;

namespace Tagalong.Core.Reconciling;

/// <summary>
/// Brings the children of an object up to date whose labels changed: finds out by what the event shows whether they did,
/// lists the kinds that get labels from it, and has each child labelled as by an event of its own.
/// </summary>
/// <remarks>
/// <para>Labels count as changed if they differ from those that the children were last given, or were written later; of an
/// object that this process has not met, if its managed fields say that they were written lately, or that something was
/// taken away. So an event that changes the status alone costs no call. A new object has no children that were not made
/// after it, each with an event of its own, so its creation costs none either.</para>
/// <para>That the children are done is remembered only when all of them are. Until then any event of the object goes on with
/// them: children that are right already cost a list and no write.</para>
/// </remarks>
internal sealed class FanOut(Cluster cluster, LabelPolicy policy, SourceKind kind, WatchEvent change, TimeProvider time, LabelerOptions options)
{
    /// <summary>One event is at it; the next have to wait, and the rest are not worth the room.</summary>
    private const int MostAtOnce = 4;

    private readonly long _since = cluster.Owners.TakeTicket();
    private readonly HashSet<string> _between = [];
    private readonly Lock _counting = new();

    private ChildCounts _children;
    private Failure? _failure;
    private bool _isStopped;
    private int _reads;
    private int _writes;

    /// <summary>Does it.</summary>
    /// <param name="known">The object as far as it is known, or null.</param>
    /// <param name="isRelabeled">Whether its labels were just changed by Tagalong itself.</param>
    /// <param name="cancellationToken">Ends it early; what is left is then gone on with by the object's next event.</param>
    public async ValueTask<Outcome> RunAsync(ObjectSnapshot? known, bool isRelabeled, CancellationToken cancellationToken)
    {
        var source = known;
        if (source is null || (source.LabelManagers is null && cluster.Relabeled.Compare(source) == SourceChange.Unknown))
        {
            (source, var failure) = await ReadSourceAsync(cancellationToken).ConfigureAwait(false);
            if (source is null)
            {
                return Ended(failure);
            }
        }

        if (source.DeletionTimestamp is not null)
        {
            return Ended(new Failure(OutcomeReason.BeingDeleted));
        }

        if (!isRelabeled && !IsNews(source))
        {
            return Ended(new Failure(OutcomeReason.NotRelabeled));
        }

        using var turn = await cluster.SourceLocks.TryEnterAsync(source.Uid, MostAtOnce, cancellationToken).ConfigureAwait(false);
        if (turn is null)
        {
            return Ended(new Failure(OutcomeReason.ChildrenAwaited, "Other events of the object are seeing to its children."));
        }

        // Meanwhile another event may have seen to it.
        return !isRelabeled && cluster.Relabeled.Compare(source) == SourceChange.Same
            ? Ended(new Failure(OutcomeReason.NotRelabeled))
            : await UpdateAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The outcome as it stands.</summary>
    /// <param name="end">How it ended.</param>
    public Outcome Ended(Failure end)
    {
        lock (_counting)
        {
            return Outcome.Of(end) with { Children = _children, Reads = _reads, Writes = _writes };
        }
    }

    private bool IsNews(ObjectSnapshot source)
    {
        var news = cluster.Relabeled.Compare(source);
        if (news == SourceChange.Unknown && !Relabeling.IsLikely(source, change.Change, time.GetUtcNow(), options.RelabelHorizon))
        {
            cluster.Relabeled.Note(source);
            return false;
        }

        return news != SourceChange.Same;
    }

    private async ValueTask<(ObjectSnapshot? Source, Failure Failure)> ReadSourceAsync(CancellationToken cancellationToken)
    {
        var (ns, name, uid) = (change.Object.Namespace, change.Object.Name, change.Object.Uid);
        var read = await cluster.Owners.GetAsync(kind.Type, ns, name, _since, onlyLive: true, cancellationToken).ConfigureAwait(false);
        _reads += read.WasRead ? 1 : 0;
        return read.Answer.Object switch
        {
            null => (null, read.Answer.ToFailure(ifGone: OutcomeReason.ObjectGone)),
            var live when uid.Length > 0 && uid != live.Uid => (null, new Failure(OutcomeReason.ObjectReplaced)),
            var live => (live, default),
        };
    }

    private async ValueTask<Outcome> UpdateAsync(CancellationToken cancellationToken)
    {
        var (source, failure) = await ReadSourceAsync(cancellationToken).ConfigureAwait(false);
        if (source is null)
        {
            return Ended(failure);
        }

        // That it may by now have again what the children were last given proves nothing: they have events too, and some may have
        // come to what it had in between.
        cluster.Relabeled.NoteUnfinished(source.Uid);
        foreach (var dependents in kind.Dependents)
        {
            await UpdateAsync(source, dependents, cancellationToken).ConfigureAwait(false);
        }

        // What one child refuses for good, it would refuse again.
        if (!_isStopped && (_failure is not { } worst || worst.Reason.Kind() == OutcomeKind.Rejected))
        {
            cluster.Relabeled.Note(source);
        }

        return Ended(_failure ?? new Failure(_children.Labeled > 0 ? OutcomeReason.ChildrenLabeled : OutcomeReason.ChildrenUnchanged));
    }

    private async ValueTask UpdateAsync(ObjectSnapshot source, DependentKind dependents, CancellationToken cancellationToken)
    {
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.ChildConcurrency, CancellationToken = cancellationToken };
        var pages = new ObjectPages(
            cluster.Connection, dependents.Type, kind.NamespaceOfDependents(change.Object), metadataOnly: !dependents.GetsLabels, IsWanted);
        while (!_isStopped && await NextAsync(pages, cancellationToken).ConfigureAwait(false) is { } page)
        {
            _reads += page.Calls;

            // A cluster that does not know the kind has no children of it.
            if (page.Answer.Status is not (ApiStatus.Ok or ApiStatus.NotServed))
            {
                Fail(page.Answer.ToFailure(ifGone: OutcomeReason.ObjectGone), stops: true);
            }

            await Parallel.ForEachAsync(page.Items, parallel, (child, token) => LabelAsync(source, dependents.Type, child, token)).ConfigureAwait(false);
        }

        bool IsWanted(ObjectSnapshot item)
        {
            if (dependents.LeadsOn && item.Controller?.Uid == source.Uid)
            {
                _between.Add(item.Uid);
            }

            return dependents.GetsLabels && policy.Match(item) is { } match && kind.RoleFor(match, source.Uid, _between) is not null;
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

    private async ValueTask LabelAsync(ObjectSnapshot source, ResourceType type, ObjectSnapshot child, CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _isStopped))
        {
            return;
        }

        var labeling = new ObjectReconciler(cluster, policy, type, new WatchEvent(WatchChange.Updated, child.Reference, child), _since);
        Outcome? outcome = null;
        await cluster.ChildSlots.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            using var turn = await cluster.Locks.EnterAsync((type.Resource, child.Namespace, child.Name), cancellationToken).ConfigureAwait(false);
            outcome = await labeling.RunAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            cluster.ChildSlots.Release();
            Count(labeling, outcome);
        }

        if (outcome.Kind is OutcomeKind.Denied or OutcomeKind.Deferred or OutcomeKind.Rejected)
        {
            // What ails the cluster, and not the child alone, ails the next one too.
            var stops = outcome.Kind != OutcomeKind.Rejected && outcome.Reason != OutcomeReason.Contended;
            Fail(new Failure(outcome.Reason, $"{child.Reference}: {outcome.Detail}", outcome.RetryAfter), stops);
        }
        else if (labeling is { Match: { } match, Sources: { } used }
            && kind.RoleFor(match, source.Uid, _between) is { } role && !LabelsOf(role, used).Equals(source.Labels))
        {
            Fail(new Failure(OutcomeReason.Contended, "The object was relabelled again while its children were labelled."), stops: true);
        }
    }

    private static LabelSet LabelsOf(LabelSourceKind role, SourceLabels used) => role switch
    {
        LabelSourceKind.Owner => used.Owner,
        LabelSourceKind.OwnersOwner => used.OwnersOwner,
        LabelSourceKind.Namespace => used.Namespace,
        LabelSourceKind.PodTemplate or LabelSourceKind.Static => LabelSet.Empty,
    };

    private void Count(ObjectReconciler labeling, Outcome? outcome)
    {
        lock (_counting)
        {
            _reads += labeling.Reads;
            _writes += labeling.Writes;
            _children = outcome is null ? _children : _children.With(outcome);
        }
    }

    /// <summary>Of several failures the one counts that is worst for the sender, and of those the first.</summary>
    private void Fail(Failure failure, bool stops)
    {
        lock (_counting)
        {
            _isStopped |= stops;
            if (_failure is not { } before || (before.Reason.Kind() == OutcomeKind.Rejected && failure.Reason.Kind() != OutcomeKind.Rejected))
            {
                _failure = failure;
            }
        }
    }
}
