using Tagalong.Core.Objects;
using Tagalong.Core.Rules;
using Tagalong.Core.Sources;

namespace Tagalong.Core.PolicyFiles;

/// <summary>Rejects rules whose parts contradict each other, or whose labels would change which pods a Service selects.</summary>
internal sealed class RuleValidator(DeclaredRule rule, PolicyErrors errors)
{
    private const string ExperimentReason =
        "Argo Rollouts makes the selector of an Experiment's Service from its ReplicaSet's labels, and a label that the pods lack selects nothing";

    private static readonly GroupKind Pod = new("", "Pod");
    private static readonly GroupKind ReplicaSet = new("apps", "ReplicaSet");
    private static readonly GroupKind Experiment = new("argoproj.io", "Experiment");

    public void Validate()
    {
        ValidateSources();
        ValidateTarget();
        ValidatePatterns();
        new KeyValidator(rule, errors).Validate();
    }

    /// <remarks>Sources that list their keys may be there twice, before and after another source.</remarks>
    private void ValidateSources()
    {
        var seen = new HashSet<LabelSourceKind>();
        foreach (var source in rule.Sources)
        {
            if (SourceTable.Of(source.Source.Kind).Member == SourceMember.None && !seen.Add(source.Source.Kind))
            {
                errors.Add(source.Place, "is listed twice, and the earlier one wins every key; remove this one");
            }
        }
    }

    private void ValidateTarget()
    {
        if (rule.Target is not { } target)
        {
            return;
        }

        if (target.Value.GroupKind == Pod || target.Value is { Group: "", Resource: "pods" })
        {
            errors.Add(target.Place, "cannot be Pods: Services, network policies and disruption budgets select pods by label; "
                + "label the owners of the pods instead");
        }

        if (target.Value.GroupKind == ReplicaSet && rule.Owners.Any(static owner => owner.Value.GroupKind == Experiment))
        {
            foreach (var source in rule.Sources.Where(static source => source.Source.Kind != LabelSourceKind.PodTemplate))
            {
                errors.Add(source.Place, "cannot label the ReplicaSet of an Experiment, for which 'from: podTemplate' is the only source: "
                    + $"{ExperimentReason}; write a separate rule for the Experiment, without this source");
            }

            foreach (var rename in rule.Rename)
            {
                errors.Add(rename.Place, $"cannot rename a label on the ReplicaSet of an Experiment: {ExperimentReason}; "
                    + "write a separate rule for the Experiment, without 'rename'");
            }
        }
    }

    private void ValidatePatterns()
    {
        if (rule.Exclude is not { } exclude)
        {
            return;
        }

        if (rule.Include is null)
        {
            foreach (var pattern in exclude.Where(static pattern => pattern.Value.IsCatchAll))
            {
                errors.Add(pattern.Place, "excludes every key; exclude fewer");
            }
        }

        foreach (var include in rule.Include ?? [])
        {
            // Only a star in the excluding pattern can match a star in the included one, so a match here covers every key.
            if (exclude.FirstOrDefault(pattern => pattern.Value.Matches(include.Value.Text)) is { Value: not null } covering)
            {
                errors.Add(include.Place, $"can never match: {covering.Place.Path} excludes all of these keys; remove one of the two");
            }
        }
    }
}
