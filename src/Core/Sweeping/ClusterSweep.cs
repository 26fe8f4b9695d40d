using System.Collections.Concurrent;
using Tagalong.Core.ApiServer;
using Tagalong.Core.Events;
using Tagalong.Core.Fleet;
using Tagalong.Core.Objects;
using Tagalong.Core.Outcomes;
using Tagalong.Core.Reconciling;
using Tagalong.Core.Rules;
using Tagalong.Core.Sources;

namespace Tagalong.Core.Sweeping;

/// <summary>
/// One pass over one cluster: lists the metadata of the owners, then lists the targets page by page, and labels each target
/// that lacks something, as an event of that target would.
/// </summary>
/// <remarks>
/// <para>A listed object may be minutes old when it is written. So a write succeeds only if the object has not changed since
/// it was listed; otherwise object and owner are read again. And only an owner that was just read changes or removes a label
/// that Tagalong owns.</para>
/// <para>A sweep uses the call slots of fan-outs, so that events always have the other half of the calls, and each write
/// of an event waits for only a few writes of a sweep.</para>
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
    private readonly SweepRetryPolicy _retries = new(options.Patience, cluster.Time);
    private readonly ConcurrentDictionary<(string Resource, string Namespace), Failure> _forbidden = new();

    /// <summary>Runs the sweep. Cancellation ends it early: the summary then says what was done until then.</summary>
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
            // The labels that were written stay. The next sweep does the rest.
        }

        return _tally.ToSummary(cluster.Name, end, cluster.Time.GetElapsedTime(started));
    }

    private async ValueTask<SweepEnd> EnterAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            using var lease = cluster.TryEnter();
            if (lease.IsAcquired)
            {
                _retries.Succeeded();
                await SweepAsync(cancellationToken).ConfigureAwait(false);
                return _retries.IsStopped ? SweepEnd.Failed : SweepEnd.Complete;
            }

            var busy = new Failure(OutcomeReason.ClusterBusy, "The cluster already handles as many events as it may; see Tagalong:Limits:MaxEvents.");
            if (_retries.IsExhausted || !await _retries.WaitAsync(busy, cluster.Time.GetTimestamp(), cancellationToken).ConfigureAwait(false))
            {
                _tally.Failed(busy);
                return SweepEnd.Refused;
            }
        }
    }

    private async ValueTask SweepAsync(CancellationToken cancellationToken)
    {
        string[] namespaces = request.Namespaces.IsEmpty ? [""] : [.. request.Namespaces.Distinct(StringComparer.Ordinal)];
        foreach (var (source, ns) in order.Sources.SelectMany(type => type == NamespaceSource.Type ? [""] : namespaces, static (type, ns) => (type, ns)))
        {
            await ListAsync(source, ns, cancellationToken).ConfigureAwait(false);
        }

        foreach (var (target, ns) in order.Targets.SelectMany(_ => namespaces, static (type, ns) => (type, ns)))
        {
            await LabelAsync(target, ns, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask ListAsync(ResourceType type, string ns, CancellationToken cancellationToken)
    {
        var pages = new SweepPages(cluster, _tally, _retries, type, ns, metadataOnly: true, selector: "");
        var asked = cluster.Versions.Now;
        while (await pages.NextAsync(cancellationToken).ConfigureAwait(false) is { } page)
        {
            foreach (var item in page.Items)
            {
                cluster.Relabeled.Observe(item, asked);
                _sources.Add(item);
            }

            progressed(_tally.Called(pages: page.Calls), null, TimeSpan.Zero);
            foreach (var unreadable in page.Unreadable)
            {
                var skipped = Skipped(unreadable);
                progressed(_tally.Failed(skipped), skipped, TimeSpan.Zero);
            }
        }
    }

    private async ValueTask LabelAsync(ResourceType type, string ns, CancellationToken cancellationToken)
    {
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = labeler.ChildConcurrency, CancellationToken = cancellationToken };
        var pages = new SweepPages(cluster, _tally, _retries, type, ns, metadataOnly: false, request.Selector);
        var asked = cluster.Versions.Now;
        while (await pages.NextAsync(cancellationToken).ConfigureAwait(false) is { } page)
        {
            var since = cluster.Owners.TakeTicket();
            progressed(_tally.Listed(page), null, TimeSpan.Zero);
            foreach (var unreadable in page.Unreadable)
            {
                var skipped = Skipped(unreadable);
                progressed(_tally.Ended(skipped), skipped, TimeSpan.Zero);
            }

            await Parallel.ForEachAsync(page.Items, parallel, (item, token) =>
            {
                cluster.Memory.Observe(item, asked);
                cluster.Relabeled.Observe(item, asked);
                return LabelAsync(type, item, since, token);
            }).ConfigureAwait(false);
        }
    }

    /// <summary>An object that cannot be read is reported and hides no other.</summary>
    private Outcome Skipped(UnreadableObject unreadable) =>
        new(OutcomeReason.MalformedData) { Cluster = cluster.Name, Object = unreadable.Object, Detail = $"It cannot be read. {unreadable.Error}" };

    private async ValueTask LabelAsync(ResourceType type, ObjectSnapshot item, long since, CancellationToken cancellationToken)
    {
        if (_retries.IsStopped)
        {
            return;
        }

        var evaluation = Evaluation.Of(policy, item);
        if (evaluation.Match is { } match && _sources.Find(match, item) is { } sources)
        {
            evaluation = evaluation.With(item, sources);
        }

        // One call per kind and namespace shows that a right is missing.
        var settled = evaluation.End is { } end ? new Outcome(end) { Kept = evaluation.Plan?.Skipped ?? [] }
            : _forbidden.TryGetValue((type.Resource, item.Namespace), out var denied) ? Outcome.Of(denied) with { Object = item.Reference }
            : null;
        if (settled is not null)
        {
            NoteIfSource(type, item);
            _tally.Ended(settled);
            ended?.Invoke(new SweptObject(cluster.Name, item, settled) { Match = evaluation.Match, Sources = evaluation.Sources });
            return;
        }

        var started = cluster.Time.GetTimestamp();
        Outcome outcome;
        ObjectReconciler reconciler;
        do
        {
            (outcome, reconciler) = await LabelOnceAsync(type, item, since, cancellationToken).ConfigureAwait(false);
        }
        while (await IsRetriedAsync(outcome, started, cancellationToken).ConfigureAwait(false));

        var target = reconciler.Target ?? item;
        NoteIfSource(type, target);
        outcome = outcome with { Cluster = cluster.Name, Object = item.Reference };
        End(type, outcome, cluster.Time.GetElapsedTime(started));
        ended?.Invoke(new SweptObject(cluster.Name, reconciler.Before ?? item, outcome)
        {
            After = target.Labels,
            Match = reconciler.Match,
            Sources = reconciler.Sources,
        });
    }

    private async ValueTask<(Outcome Outcome, ObjectReconciler Reconciler)> LabelOnceAsync(
        ResourceType type, ObjectSnapshot item, long since, CancellationToken cancellationToken)
    {
        var reconciler = new ObjectReconciler(cluster, policy, type, new WatchEvent(WatchChange.Updated, item.Reference, item), since)
        {
            SourceReader = _sources,
            Mode = request.Mode,
            IsListed = true,
        };
        await cluster.ChildSlots.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return (await reconciler.RunAsync(cancellationToken).ConfigureAwait(false), reconciler);
        }
        finally
        {
            cluster.ChildSlots.Release();
            _tally.Called(reads: reconciler.Reads, writes: reconciler.Writes);
        }
    }

    private async ValueTask<bool> IsRetriedAsync(Outcome outcome, long started, CancellationToken cancellationToken)
    {
        if (outcome.Kind != OutcomeKind.Deferred || outcome.Reason == OutcomeReason.WriteFailed)
        {
            _retries.Succeeded();
            return false;
        }

        return !_retries.IsStopped
            && await _retries.WaitAsync(new Failure(outcome.Reason, outcome.Detail, outcome.RetryAfter), started, cancellationToken).ConfigureAwait(false);
    }

    private void End(ResourceType type, Outcome outcome, TimeSpan elapsed)
    {
        if (outcome.Reason == OutcomeReason.Forbidden)
        {
            _forbidden[(type.Resource, outcome.Object!.Namespace)] = new Failure(outcome.Reason, outcome.Detail);
        }

        // One failing object does not stop the sweep, a cluster that only fails does.
        if (outcome.Kind == OutcomeKind.Deferred && !outcome.Reason.IsOfOneObject() && _retries.IsExhausted)
        {
            _retries.Stop();
        }

        progressed(_tally.Ended(outcome), outcome, elapsed);
    }

    private void NoteIfSource(ResourceType type, ObjectSnapshot item)
    {
        if (order.Feeding.Contains(type))
        {
            _sources.Add(item);
        }
    }
}
