using Tagalong.Core.ApiServer;
using Tagalong.Core.Applying;
using Tagalong.Core.Events;
using Tagalong.Core.Fleet;
using Tagalong.Core.Labels;
using Tagalong.Core.Objects;
using Tagalong.Core.Outcomes;
using Tagalong.Core.Owners;
using Tagalong.Core.Rules;

namespace Tagalong.Core.Reconciling;

/// <summary>
/// Brings one object's labels to what they should be: evaluates what is known of the object, gets what is missing, applies
/// the plan, and evaluates the answer again, until nothing is left to write.
/// </summary>
/// <remarks>
/// An event's body may be old. It is good enough to see that nothing is to be done, and to add labels from, because the
/// answer to a write shows the object as it is. What it is not good enough for is decided by a fresh read.
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

    /// <summary>Where the labels of the sources are had from.</summary>
    /// <value>By default the API server, by way of what is remembered for a moment.</value>
    public ISourceLabels SourceReader { get; init; } = cluster.Sources;

    /// <summary>How far the plan is carried out.</summary>
    public WriteMode Mode { get; init; }

    /// <summary>
    /// Whether object and sources are of lists, which may be minutes old. Then the first write is made only if the object is
    /// still as it was listed, and nothing of the sources' list counts once it is not.
    /// </summary>
    public bool IsListed { get; init; }

    /// <summary>The object as it was seen last, or as the plan would have it; null if it was not seen.</summary>
    public ObjectSnapshot? Target => _target;

    /// <summary>The object as it was seen last before anything was written, or planned to be; null if it was not seen.</summary>
    public ObjectSnapshot? Before => _before ?? _target;

    /// <summary>The rule that decided, or null if none did.</summary>
    public RuleMatch? Match => _match;

    /// <summary>The labels of the sources that decided, or null if they were not to be had.</summary>
    public SourceLabels? Sources => _sources.Labels;

    /// <summary>How many reads it took so far.</summary>
    public int Reads { get; private set; }

    /// <summary>How many writes it took so far.</summary>
    public int Writes { get; private set; }

    /// <summary>
    /// The outcome where event and remembered owner show that nothing is to be done: it takes no call, and so no turn to wait
    /// for. Null where there is more to it. It is what <see cref="RunAsync"/> would come to, by the same rules: what
    /// <see cref="JudgeEvent"/> settles without a write.
    /// </summary>
    public Outcome? TrySettle()
    {
        if (_target is not { } target)
        {
            return null;
        }

        if (JudgeAtSight(target, out var match) is { } verdict)
        {
            return verdict.NextStep == NextStep.End ? Ended(verdict.End) : null;
        }

        if (cluster.Sources.TryRemembered(match!, target, since) is not { } remembered)
        {
            return null;
        }

        var plan = LabelPlanner.Plan(target, match!.Rule, remembered.Labels!);
        if (plan.LacksOwnership || plan.NeedsWrite)
        {
            // Nothing of this look is kept: until the object's turn comes, the owner may be another.
            return null;
        }

        if (match.Rule.Uses(LabelSourceKind.Owner))
        {
            cluster.Connection.Measurements.AskedForOwner(isHit: true);
        }

        (_match, _sources) = (match, remembered);
        return Ended(new Failure(OutcomeReason.AlreadyLabeled), plan);
    }

    public async ValueTask<Outcome> RunAsync(CancellationToken cancellationToken)
    {
        for (var round = 0; round < MaxRounds; round++)
        {
            if (_target is null && await ReadTargetAsync(cancellationToken).ConfigureAwait(false) is { } unreadable)
            {
                return Ended(unreadable);
            }

            var verdict = await EvaluateAsync(_target!, cancellationToken).ConfigureAwait(false);
            switch (verdict.NextStep)
            {
                case NextStep.End:
                    return Ended(verdict.End, verdict.Plan);
                case NextStep.ReadTarget:
                    _target = null;
                    break;
                case NextStep.Apply when Mode == WriteMode.Plan:
                    return Planned(verdict.Plan!, _target!);
                case NextStep.Apply when _plansApplied == MaxPlansApplied:
                    return Ended(Contention);
                case NextStep.Apply when await ApplyAsync(verdict.Plan!, _target!, cancellationToken).ConfigureAwait(false) is { } failure:
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
        var answer = await cluster.Connection.GetAsync(path, metadataOnly: false, cancellationToken).ConfigureAwait(false);
        Reads++;
        if (answer.Object is not { } current)
        {
            return answer.ToFailure(ifGone: OutcomeReason.ObjectGone);
        }

        if (reference.Uid.Length > 0 && reference.Uid != current.Uid)
        {
            return new Failure(OutcomeReason.ObjectReplaced);
        }

        (_target, _isLive, _onlyLiveSources) = (current, true, IsListed);
        return null;
    }

    /// <summary>What the object alone settles; null where its sources count.</summary>
    private Verdict? JudgeAtSight(ObjectSnapshot target, out RuleMatch? match)
    {
        match = null;
        if (target.DeletionTimestamp is not null)
        {
            return Verdict.Ends(OutcomeReason.BeingDeleted);
        }

        match = policy.Match(target);
        if (match is null)
        {
            return Verdict.Ends(OutcomeReason.NoRuleForOwner);
        }

        return !_isLive && !target.HasSpec ? Verdict.ReadTarget : null;
    }

    private async ValueTask<Verdict> EvaluateAsync(ObjectSnapshot target, CancellationToken cancellationToken)
    {
        if (JudgeAtSight(target, out var found) is { } early)
        {
            return early;
        }

        var match = found!;
        if (await FindSourcesAsync(match, target, _onlyLiveSources, cancellationToken).ConfigureAwait(false) is { } failure)
        {
            return Verdict.Ends(failure);
        }

        var plan = LabelPlanner.Plan(target, match.Rule, _sources.Labels!);
        if (!_isLive && JudgeEvent(target, plan) is { } verdict)
        {
            return verdict;
        }

        if (plan.ChangesOwned && !_sources.AreLive)
        {
            // Another process may know better than what this one remembers of the owner.
            if (await FindSourcesAsync(match, target, onlyLive: true, cancellationToken).ConfigureAwait(false) is { } gone)
            {
                return Verdict.Ends(gone);
            }

            plan = LabelPlanner.Plan(target, match.Rule, _sources.Labels!);
        }

        return plan.NeedsWrite ? Verdict.Apply(plan) : Settled(target, plan);
    }

    /// <summary>What an event's body settles, however old it is; null where a write is due.</summary>
    private Verdict? JudgeEvent(ObjectSnapshot target, LabelPlan plan)
    {
        if (plan.LacksOwnership)
        {
            return Verdict.ReadTarget;
        }

        if (!plan.NeedsWrite)
        {
            return Settled(target, plan);
        }

        return cluster.Memory.Compare(target, plan.Owned) switch
        {
            Staleness.Current => null,
            Staleness.OlderSameSet => Verdict.Ends(OutcomeReason.AlreadyWritten, plan),
            Staleness.OlderOtherSet => Verdict.ReadTarget,
        };
    }

    private Verdict Settled(ObjectSnapshot target, LabelPlan plan)
    {
        if (_isLive && Mode == WriteMode.Apply)
        {
            cluster.Memory.Note(target, plan.Owned);
        }

        return Verdict.Ends(_changes is not null ? OutcomeReason.Applied : OutcomeReason.AlreadyLabeled, plan);
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

        // What was not even sent is no write.
        Writes += result.Writes - (result.Answer.Status is ApiStatus.Busy or ApiStatus.CircuitOpen ? 1 : 0);
        switch (result.Answer)
        {
            case { Object: { } current }:
                if (Mode == WriteMode.Apply)
                {
                    MeasureIfFirst(target, current);
                    cluster.Owners.Invalidate(current.Reference, current);
                }

                _before ??= target;
                (_changes ??= new LabelChanges()).Note(plan, result.Applied, target, current);
                (_target, _isLive) = (current, true);
                return null;
            case { Status: ApiStatus.FieldConflict, ConflictingLabels.IsEmpty: true }:
                return new Failure(OutcomeReason.LabelsOwnedByAnother, result.Answer.Message);
            case { Status: ApiStatus.FieldConflict }:
                // Others own all that there was to write. The object as it is now shows who.
                _target = null;
                return null;
            case { Status: ApiStatus.Outdated }:
                _target = null;
                return null;
            default:
                return result.Answer.ToFailure(ifGone: OutcomeReason.ObjectGone);
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
        Detail = end.Detail,
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

    private readonly record struct Verdict(NextStep NextStep, LabelPlan? Plan, Failure End)
    {
        public static Verdict ReadTarget { get; } = new(NextStep.ReadTarget, null, default);

        public static Verdict Apply(LabelPlan plan) => new(NextStep.Apply, plan, default);

        public static Verdict Ends(OutcomeReason reason, LabelPlan? plan = null) => new(NextStep.End, plan, new Failure(reason));

        public static Verdict Ends(Failure failure) => new(NextStep.End, null, failure);
    }
}
