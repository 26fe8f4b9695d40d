using Tagalong.Core.ApiServer;
using Tagalong.Core.Applying;
using Tagalong.Core.Events;
using Tagalong.Core.Fleet;
using Tagalong.Core.Labels;
using Tagalong.Core.Objects;
using Tagalong.Core.Outcomes;
using Tagalong.Core.Owners;
using Tagalong.Core.Rules;
using Tagalong.Core.Sources;

namespace Tagalong.Core.Reconciling;

/// <summary>
/// Brings one object's labels to what they should be: evaluates what is known of the object, reads what is missing, applies
/// the plan, and evaluates the object that the API server returns, until there is nothing left to write.
/// </summary>
/// <remarks>
/// An event's body may be old. It is good enough to see that there is nothing to do, and to add labels from, because the
/// response to a write shows the object as it is. For everything else the object is read first.
/// </remarks>
/// <param name="cluster">The object's cluster.</param>
/// <param name="policy">The rules.</param>
/// <param name="type">How the API serves the object.</param>
/// <param name="change">The object, and what is known of it.</param>
/// <param name="since">The ticket from which on a read of an owner counts as live.</param>
internal sealed class ObjectReconciler(Cluster cluster, LabelPolicy policy, ResourceType type, WatchEvent change, long since)
{
    private const int MaxRounds = 8;
    private const int MaxPlansApplied = 3;

    private LabelChanges? _changes;
    private ObjectSnapshot? _target = change.Body;
    private ObjectSnapshot? _before;
    private bool _isLive;
    private bool _onlyLiveSources;
    private RuleMatch? _match;
    private SourceLookup _sources;
    private int _plansApplied;

    /// <value>Default: from the API server, through the cluster's owner cache.</value>
    public ISourceLabels SourceReader { get; init; } = cluster.Sources;

    public WriteMode Mode { get; init; }

    /// <summary>
    /// Whether object and sources come from lists, which may be minutes old. Then the first write succeeds only if the object
    /// has not changed since; once it has, the listed sources no longer count.
    /// </summary>
    public bool IsListed { get; init; }

    /// <summary>The object as it was seen last, or as the plan would make it; null if it was not seen.</summary>
    public ObjectSnapshot? Target => _target;

    /// <summary>The object as it was seen last before any write, made or planned; null if it was not seen.</summary>
    public ObjectSnapshot? Before => _before ?? _target;

    /// <summary>The rule that decided, or null if none did.</summary>
    public RuleMatch? Match => _match;

    /// <summary>The labels of the sources that decided, or null if they could not be read.</summary>
    public SourceLabels? Sources => _sources.Labels;

    public int Reads { get; private set; }

    public int Writes { get; private set; }

    /// <summary>
    /// The outcome where the event and the cached owner show that there is nothing to do: that needs no call, and so no lock
    /// on the object. Null in any other case. The outcome is the one that <see cref="RunAsync"/> would come to.
    /// </summary>
    public Outcome? TrySettle()
    {
        if (_target is not { } target)
        {
            return null;
        }

        var evaluation = Evaluation.Of(policy, target);
        if (evaluation.Match is not { } match)
        {
            return Ended(new Failure(evaluation.End!.Value));
        }

        if (!target.HasSpec || cluster.Sources.TryRemembered(match, target, since) is not { Labels: { } labels } remembered)
        {
            return null;
        }

        evaluation = evaluation.With(target, labels);
        if (evaluation.End is not { } end)
        {
            // Nothing is kept of this evaluation: the owner may be another once the object is locked.
            return null;
        }

        for (var i = 0; i < remembered.Remembered; i++)
        {
            cluster.Connection.Measurements.AskedForOwner(isHit: true);
        }

        (_match, _sources) = (match, remembered);
        return Ended(new Failure(end), evaluation.Plan);
    }

    /// <summary>Does the work, once no other event of the object is being worked on.</summary>
    public async ValueTask<Outcome> RunAsync(CancellationToken cancellationToken)
    {
        using var turn = await cluster.Locks.EnterAsync((type.Resource, change.Object.Namespace, change.Object.Name), cancellationToken).ConfigureAwait(false);
        for (var round = 0; round < MaxRounds; round++)
        {
            if (_target is null && await ReadTargetAsync(cancellationToken).ConfigureAwait(false) is { } unreadable)
            {
                return Ended(unreadable);
            }

            var decision = await DecideAsync(_target!, cancellationToken).ConfigureAwait(false);
            switch (decision.NextStep)
            {
                case NextStep.End:
                    return Ended(decision.End, decision.Plan);
                case NextStep.ReadTarget:
                    _target = null;
                    break;
                case NextStep.Apply when Mode == WriteMode.Plan:
                    return Planned(decision.Plan!, _target!);
                case NextStep.Apply when _plansApplied == MaxPlansApplied:
                    return Ended(Contention);
                case NextStep.Apply when await ApplyAsync(decision.Plan!, _target!, cancellationToken).ConfigureAwait(false) is { } failure:
                    return Ended(failure);
                case NextStep.Apply:
                    break;
            }
        }

        return Ended(Contention);
    }

    private static Failure Contention => new(OutcomeReason.Contended, "The object kept changing while its labels were written.");

    private async ValueTask<Failure?> ReadTargetAsync(CancellationToken cancellationToken)
    {
        var reference = change.Object;
        var path = ObjectPath.Of(type, reference.Namespace, reference.Name);
        var asked = cluster.Versions.Now;
        var result = await cluster.Connection.GetAsync(path, metadataOnly: false, cancellationToken).ConfigureAwait(false);
        Reads++;
        if (result.Object is not { } current)
        {
            return result.ToFailure(ifGone: OutcomeReason.ObjectGone);
        }

        if (reference.Uid.Length > 0 && reference.Uid != current.Uid)
        {
            return new Failure(OutcomeReason.ObjectReplaced);
        }

        cluster.Memory.Observe(current, asked);
        (_target, _isLive, _onlyLiveSources) = (current, true, IsListed);
        return null;
    }

    private async ValueTask<Decision> DecideAsync(ObjectSnapshot target, CancellationToken cancellationToken)
    {
        var evaluation = Evaluation.Of(policy, target);
        if (evaluation.Match is not { } match)
        {
            return Decision.EndWith(evaluation.End!.Value);
        }

        if (!_isLive && !target.HasSpec)
        {
            return Decision.ReadTarget;
        }

        if (await FindSourcesAsync(match, target, _onlyLiveSources, cancellationToken).ConfigureAwait(false) is { } failure)
        {
            return Decision.EndWith(failure);
        }

        var plan = evaluation.With(target, _sources.Labels!).Plan!;
        if (!_isLive && DecideByEvent(target, plan) is { } decision)
        {
            return decision;
        }

        if (plan.ChangesOwned && !_sources.AreLive)
        {
            // Another process may know better than this one's cache.
            if (await FindSourcesAsync(match, target, onlyLive: true, cancellationToken).ConfigureAwait(false) is { } gone)
            {
                return Decision.EndWith(gone);
            }

            plan = evaluation.With(target, _sources.Labels!).Plan!;
        }

        return plan.NeedsWrite ? Decision.Apply(plan) : Settled(target, plan);
    }

    /// <summary>What can be decided by an event's body, however old it is; null where a write is due.</summary>
    private Decision? DecideByEvent(ObjectSnapshot target, LabelPlan plan)
    {
        if (plan.LacksOwnership)
        {
            return Decision.ReadTarget;
        }

        if (!plan.NeedsWrite)
        {
            return Settled(target, plan);
        }

        if (IsListed)
        {
            // The write succeeds only if the list still shows the object as it is.
            return null;
        }

        return cluster.Memory.Compare(target, plan.Owned) switch
        {
            Staleness.Current => null,
            Staleness.OlderSameSet => Decision.EndWith(OutcomeReason.AlreadyWritten, plan),
            Staleness.OlderOtherSet => Decision.ReadTarget,
        };
    }

    private Decision Settled(ObjectSnapshot target, LabelPlan plan)
    {
        if (_isLive && Mode == WriteMode.Apply)
        {
            cluster.Memory.Note(target, plan.Owned);
        }

        return Decision.EndWith(_changes is not null ? OutcomeReason.Applied : OutcomeReason.AlreadyLabeled, plan);
    }

    private async ValueTask<Failure?> FindSourcesAsync(
        RuleMatch match, ObjectSnapshot target, bool onlyLive, CancellationToken cancellationToken)
    {
        if (match == _match && (_sources.AreLive || !onlyLive))
        {
            return null;
        }

        _match = match;
        _sources = await SourceReader.ReadAsync(match, target, since, onlyLive, cancellationToken).ConfigureAwait(false);
        Reads += _sources.Reads;
        return _sources.Labels is null ? _sources.Failure : null;
    }

    private async ValueTask<Failure?> ApplyAsync(LabelPlan plan, ObjectSnapshot target, CancellationToken cancellationToken)
    {
        var result = await cluster.Writer.ApplyAsync(
            plan, _match!.Rule, target, onlyAsSeen: IsListed && !_isLive, isTrial: Mode == WriteMode.Try, cancellationToken).ConfigureAwait(false);
        _plansApplied++;

        // A call that was not sent is not a write.
        Writes += result.Writes - (result.Response.Status is ApiStatus.Busy or ApiStatus.CircuitOpen ? 1 : 0);
        switch (result.Response)
        {
            case { Object: { } current }:
                if (Mode == WriteMode.Apply)
                {
                    MeasureIfFirst(target, current);
                    cluster.Owners.Invalidate(current.Reference, current);
                }

                _before ??= target;
                (_changes ??= new LabelChanges()).Add(plan, result.Applied, target, current);
                (_target, _isLive) = (current, true);
                return null;
            case { Status: ApiStatus.FieldConflict, ConflictingLabels.IsEmpty: true }:
                return new Failure(OutcomeReason.LabelsOwnedByAnother, result.Response.Message);
            case { Status: ApiStatus.FieldConflict }:
                // Others own all the labels that were to be written. The object as it is now shows who.
                _target = null;
                return null;
            case { Status: ApiStatus.Outdated }:
                _target = null;
                return null;
            default:
                return result.Response.ToFailure(ifGone: OutcomeReason.ObjectGone);
        }
    }

    private void MeasureIfFirst(ObjectSnapshot before, ObjectSnapshot after)
    {
        if (_changes is null && after.CreationTimestamp is { } made && IsLabeled(after) && !IsLabeled(before))
        {
            cluster.Connection.Measurements.LabeledFirst(_match!.Rule.Target.Kind, cluster.Time.GetUtcNow() - made);
        }

        static bool IsLabeled(ObjectSnapshot snapshot) =>
            snapshot.LabelManagers is { } managers && managers.Any(static labels => labels is { IsApplied: true, Manager: LabelPlanner.FieldManager });
    }

    private Outcome Planned(LabelPlan plan, ObjectSnapshot target)
    {
        _before = target;
        _target = target with
        {
            Labels = LabelSet.From(target.Labels
                .Where(label => !plan.Removed.Contains(label.Key) && !plan.Changed.ContainsKey(label.Key))
                .Concat(plan.Added).Concat(plan.Changed)),
        };
        return Ended(new Failure(OutcomeReason.Applied), plan) with { Added = plan.Added, Changed = plan.Changed, Removed = plan.Removed };
    }

    private Outcome Ended(Failure end, LabelPlan? plan = null) => new(end.Reason)
    {
        Detail = end.Detail ?? _sources.Labels?.Remark,
        RetryAfter = end.RetryAfter,
        ResourceVersion = _isLive ? _target?.ResourceVersion : null,
        Rule = _match?.Rule.Name,
        Added = _changes?.Added ?? LabelSet.Empty,
        Changed = _changes?.Changed ?? LabelSet.Empty,
        Removed = _changes?.Removed ?? [],
        Kept = plan?.Skipped ?? [],
        Reads = Reads,
        Writes = Writes,
    };

    private enum NextStep
    {
        End,
        ReadTarget,
        Apply,
    }

    private readonly record struct Decision(NextStep NextStep, LabelPlan? Plan, Failure End)
    {
        public static Decision ReadTarget { get; } = new(NextStep.ReadTarget, null, default);

        public static Decision Apply(LabelPlan plan) => new(NextStep.Apply, plan, default);

        public static Decision EndWith(OutcomeReason reason, LabelPlan? plan = null) => new(NextStep.End, plan, new Failure(reason));

        public static Decision EndWith(Failure failure) => new(NextStep.End, null, failure);
    }
}
