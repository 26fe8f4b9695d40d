using System.Collections.Concurrent;
using Tagalong.Core.ApiServer;
using Tagalong.Core.Events;
using Tagalong.Core.Fleet;
using Tagalong.Core.Labels;
using Tagalong.Core.Objects;
using Tagalong.Core.Outcomes;
using Tagalong.Core.Reconciling;
using Tagalong.Core.Rules;

namespace Tagalong.Core.Sweeping;

/// <summary>
/// One pass over one cluster: lists the owners by their metadata, then the targets page by page, and has those labelled that
/// lack something, as by an event of their own.
/// </summary>
/// <remarks>
/// <para>What is listed may be minutes old when its turn to be written comes. So a write is made only if the object is still
/// as it was listed; if not, object and owner are read anew. And a label that Tagalong owns is changed or removed only by an
/// owner that was just read.</para>
/// <para>It takes the slots that relabelled objects' children take, so that events always have the other half of the calls,
/// and waits for the turn of each write behind no more than a few others of its own.</para>
/// </remarks>
internal sealed class ClusterSweep(
    Cluster cluster,
    LabelPolicy policy,
    SweepOrder order,
    SweepRequest request,
    LabelerOptions labeler,
    SweepOptions options,
    Action<SweepCounts, Outcome?, TimeSpan> progressed,
    Action<SweptObject>? ended)
{
    private readonly SweepTally _tally = new();
    private readonly ListedSources _sources = new(cluster.Sources);
    private readonly SweepRetryPolicy _patience = new(options.Patience, cluster.Time);
    private readonly ConcurrentDictionary<(string Resource, string Namespace), Failure> _forbidden = new();
    private volatile bool _isStopped;

    /// <summary>Does it. However it ends, it is told what was done.</summary>
    public async Task<ClusterSummary> RunAsync(CancellationToken cancellationToken)
    {
        var started = cluster.Time.GetTimestamp();
        var end = SweepEnd.Cancelled;
        try
        {
            end = await EnterAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // What was done stays done, and what was left is for the next sweep.
        }

        return new ClusterSummary(cluster.Name, end)
        {
            Reason = _tally.FirstFailure?.Reason,
            Detail = _tally.FirstFailure?.Detail,
            Counts = _tally.Counts,
            Kept = _tally.Kept,
            Duration = cluster.Time.GetElapsedTime(started),
        };
    }

    private async ValueTask<SweepEnd> EnterAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            using var lease = cluster.TryEnter();
            if (lease.IsAcquired)
            {
                _patience.Succeeded();
                await SweepAsync(cancellationToken).ConfigureAwait(false);
                return _isStopped ? SweepEnd.Failed : _tally.FirstFailure is null ? SweepEnd.Complete : SweepEnd.Incomplete;
            }

            var busy = new Failure(OutcomeReason.ClusterBusy, "As many events as the cluster gets are being worked on; see Tagalong:Limits:MaxEvents.");
            if (_patience.IsOver || !await _patience.WaitAsync(busy, cluster.Time.GetTimestamp(), cancellationToken).ConfigureAwait(false))
            {
                _tally.Failed(busy);
                return SweepEnd.Refused;
            }
        }
    }

    private async ValueTask SweepAsync(CancellationToken cancellationToken)
    {
        if (order.NeedsNamespaces)
        {
            await ListAsync(SourceKind.Namespace, "", _sources.NoteNamespace, cancellationToken).ConfigureAwait(false);
        }

        string[] namespaces = request.Namespaces.IsEmpty ? [""] : [.. request.Namespaces.Distinct(StringComparer.Ordinal)];
        foreach (var owner in order.Owners)
        {
            foreach (var ns in namespaces)
            {
                await ListAsync(owner, ns, _sources.Note, cancellationToken).ConfigureAwait(false);
            }
        }

        foreach (var target in order.Targets)
        {
            foreach (var ns in namespaces)
            {
                await LabelAsync(target, ns, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async ValueTask ListAsync(ResourceType type, string ns, Action<ObjectSnapshot> note, CancellationToken cancellationToken)
    {
        var pages = new ObjectPages(cluster.Connection, type, ns, metadataOnly: true, static _ => true) { MayAskAgain = true };
        while (await NextAsync(pages, type, cancellationToken).ConfigureAwait(false) is { } page)
        {
            foreach (var item in page.Items)
            {
                note(item);
            }

            Tell(_tally.Called(pages: page.Calls));
        }
    }

    private async ValueTask LabelAsync(ResourceType type, string ns, CancellationToken cancellationToken)
    {
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = labeler.ChildConcurrency, CancellationToken = cancellationToken };
        var pages = new ObjectPages(cluster.Connection, type, ns, metadataOnly: false, static _ => true) { MayAskAgain = true, Selector = request.Selector };
        while (await NextAsync(pages, type, cancellationToken).ConfigureAwait(false) is { } page)
        {
            var since = cluster.Owners.TakeTicket();
            Tell(_tally.Listed(page));
            await Parallel.ForEachAsync(page.Items, parallel, (item, token) => LabelAsync(type, item, since, token)).ConfigureAwait(false);
        }
    }

    /// <summary>The next page; null at the end, where there is no such kind, and where the cluster does not give it.</summary>
    private async ValueTask<ListPage?> NextAsync(ObjectPages pages, ResourceType type, CancellationToken cancellationToken)
    {
        var asked = cluster.Time.GetTimestamp();
        Failure? cause = null;
        while (!_isStopped)
        {
            ListPage? next;
            await cluster.ChildSlots.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                next = await pages.NextAsync(cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                cluster.ChildSlots.Release();
            }

            if (next is not { } page)
            {
                return null;
            }

            switch (page.Answer.Status)
            {
                case ApiStatus.Ok:
                    _patience.Succeeded();
                    return page;
                case ApiStatus.NotServed:
                    _tally.Called(pages: page.Calls);
                    return null;
            }

            _tally.Called(pages: page.Answer.Status is ApiStatus.Busy or ApiStatus.CircuitOpen ? page.Calls - 1 : page.Calls);
            var failure = page.Answer.ToFailure(ifGone: OutcomeReason.ObjectGone);

            // That the cluster is left alone for a moment is no cause, but what came of one.
            cause = failure.Reason == OutcomeReason.CircuitOpen ? cause ?? failure : failure;
            if (!await _patience.WaitAsync(failure, asked, cancellationToken).ConfigureAwait(false))
            {
                _tally.Failed(cause.Value with { Detail = $"{type.Resource}: {cause.Value.Detail}" });

                // A right that is missing for one kind may be there for the next.
                if (failure.Reason != OutcomeReason.Forbidden)
                {
                    _isStopped = true;
                }

                return null;
            }
        }

        return null;
    }

    private async ValueTask LabelAsync(ResourceType type, ObjectSnapshot item, long since, CancellationToken cancellationToken)
    {
        if (_isStopped)
        {
            return;
        }

        var judged = Judge(item);
        if (judged.Outcome is null && _forbidden.TryGetValue((type.Resource, item.Namespace), out var denied))
        {
            // It takes one call to know, not one an object.
            judged = judged with { Outcome = Outcome.Of(denied) with { Object = item.Reference } };
        }

        if (judged.Outcome is { } settled)
        {
            NoteIfFeeding(type, item);
            _tally.Ended(settled);
            ended?.Invoke(new SweptObject(cluster.Name, item, settled) { Match = judged.Match, Sources = judged.Sources });
            return;
        }

        var started = cluster.Time.GetTimestamp();
        while (true)
        {
            var (outcome, labeling) = await LabelOnceAsync(type, item, since, cancellationToken).ConfigureAwait(false);
            if (outcome.Kind != OutcomeKind.Deferred)
            {
                _patience.Succeeded();
            }
            else if (!_isStopped && await _patience.WaitAsync(new Failure(outcome.Reason, outcome.Detail, outcome.RetryAfter), started, cancellationToken).ConfigureAwait(false))
            {
                continue;
            }

            NoteIfFeeding(type, labeling.Target ?? item);
            outcome = outcome with { Cluster = cluster.Name, Object = item.Reference };
            End(type, outcome, cluster.Time.GetElapsedTime(started));
            ended?.Invoke(new SweptObject(cluster.Name, labeling.Before ?? item, outcome)
            {
                After = (labeling.Target ?? item).Labels,
                Match = labeling.Match,
                Sources = labeling.Sources,
            });
            return;
        }
    }

    /// <summary>What the list settles by itself: an object for which there is nothing to do. Of others there is no outcome yet.</summary>
    private Judgement Judge(ObjectSnapshot item)
    {
        if (item.DeletionTimestamp is not null)
        {
            return new Judgement(new Outcome(OutcomeReason.BeingDeleted));
        }

        if (policy.Match(item) is not { } match)
        {
            return new Judgement(new Outcome(OutcomeReason.NoRuleForOwner));
        }

        if (_sources.Find(match, item) is not { } sources)
        {
            return new Judgement(null, match);
        }

        var plan = LabelPlanner.Plan(item, match.Rule, sources);
        return new Judgement(
            plan.LacksOwnership || plan.NeedsWrite ? null : new Outcome(OutcomeReason.AlreadyLabeled) { Kept = plan.Skipped }, match, sources);
    }

    private async ValueTask<(Outcome Outcome, ObjectReconciler ObjectReconciler)> LabelOnceAsync(
        ResourceType type, ObjectSnapshot item, long since, CancellationToken cancellationToken)
    {
        var labeling = new ObjectReconciler(cluster, policy, type, new WatchEvent(WatchChange.Updated, item.Reference, item), since)
        {
            SourceReader = _sources,
            Mode = request.Mode,
            IsListed = true,
        };
        await cluster.ChildSlots.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            using var turn = await cluster.Locks.EnterAsync((type.Resource, item.Namespace, item.Name), cancellationToken).ConfigureAwait(false);
            return (await labeling.RunAsync(cancellationToken).ConfigureAwait(false), labeling);
        }
        finally
        {
            cluster.ChildSlots.Release();
            _tally.Called(reads: labeling.Reads, writes: labeling.Writes);
        }
    }

    private void End(ResourceType type, Outcome outcome, TimeSpan elapsed)
    {
        if (outcome.Reason == OutcomeReason.Forbidden)
        {
            _forbidden[(type.Resource, outcome.Object!.Namespace)] = new Failure(outcome.Reason, outcome.Detail);
        }

        // One object that fails is no reason to leave the rest, a cluster that does nothing else is.
        if (outcome.Kind == OutcomeKind.Deferred && outcome.Reason != OutcomeReason.Contended && _patience.IsOver)
        {
            _isStopped = true;
        }

        progressed(_tally.Ended(outcome), outcome, elapsed);
    }

    private void NoteIfFeeding(ResourceType type, ObjectSnapshot seen)
    {
        if (order.Feeding.Contains(type))
        {
            _sources.Note(seen);
        }
    }

    private void Tell(SweepCounts counts) => progressed(counts, null, TimeSpan.Zero);

    private readonly record struct Judgement(Outcome? Outcome, RuleMatch? Match = null, SourceLabels? Sources = null);
}
