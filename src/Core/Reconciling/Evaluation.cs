using Tagalong.Core.Labels;
using Tagalong.Core.Objects;
using Tagalong.Core.Outcomes;
using Tagalong.Core.Rules;
using Tagalong.Core.Sources;

namespace Tagalong.Core.Reconciling;

/// <summary>What a policy makes of an object, as far as it can be decided from what is known: no call, no side effect.</summary>
/// <param name="Match">The rule that applies, or null if none does or the object is being deleted.</param>
/// <param name="End">Why there is nothing to do; null where labels are to be written, or where that is not known yet.</param>
internal readonly record struct Evaluation(RuleMatch? Match, OutcomeReason? End)
{
    /// <summary>The labels of the sources; null as long as they are unknown.</summary>
    public SourceLabels? Sources { get; private init; }

    /// <summary>The plan; null as long as the sources are unknown.</summary>
    public LabelPlan? Plan { get; private init; }

    /// <summary>Evaluates an object whose sources are unknown.</summary>
    public static Evaluation Of(LabelPolicy policy, ObjectSnapshot target) =>
        target.DeletionTimestamp is not null ? new(null, OutcomeReason.BeingDeleted)
        : policy.Match(target) is { } match ? new(match, null)
        : new(null, OutcomeReason.NoRuleForOwner);

    /// <summary>Evaluates an object to which a rule applies by the labels of its sources.</summary>
    public Evaluation With(ObjectSnapshot target, SourceLabels sources)
    {
        var plan = LabelPlanner.Plan(target, Match!.Rule, sources);
        return this with { Sources = sources, Plan = plan, End = plan.LacksOwnership || plan.NeedsWrite ? null : OutcomeReason.AlreadyLabeled };
    }
}
