using Tagalong.Core.Objects;
using Tagalong.Core.Rules;

namespace Tagalong.Core.PolicyFiles;

/// <summary>Refuses rules whose labels would change which pods a Service selects.</summary>
internal static class SelectorSafety
{
    private const string ExperimentReason =
        "Argo Rollouts makes the selector of an Experiment's Service from its ReplicaSet's labels, and a label that the pods lack selects nothing";

    private static readonly GroupKind Pod = new("", "Pod");
    private static readonly GroupKind ReplicaSet = new("apps", "ReplicaSet");
    private static readonly GroupKind Experiment = new("argoproj.io", "Experiment");

    public static void Check(DeclaredRule rule, PolicyErrors faults)
    {
        if (rule.Target is not { } target)
        {
            return;
        }

        if (target.Value.GroupKind == Pod || target.Value is { Group: "", Resource: "pods" })
        {
            faults.Add(target.Place, "cannot be Pods: Services, network policies and disruption budgets select pods by label; "
                + "label what owns the pods instead");
        }

        if (target.Value.GroupKind == ReplicaSet && rule.Owners.Any(owner => owner.Value.GroupKind == Experiment))
        {
            CheckReplicaSetOfExperiment(rule, faults);
        }
    }

    private static void CheckReplicaSetOfExperiment(DeclaredRule rule, PolicyErrors faults)
    {
        foreach (var source in rule.Sources)
        {
            if (source.Source.Kind != LabelSourceKind.PodTemplate)
            {
                faults.Add(source.Place, "cannot label the ReplicaSet of an Experiment, for which 'from: podTemplate' is the only source: "
                    + $"{ExperimentReason}; give the Experiment a rule of its own without this source");
            }
        }

        foreach (var rename in rule.Rename)
        {
            faults.Add(rename.Place, $"cannot rename a label on the ReplicaSet of an Experiment: {ExperimentReason}; "
                + "give the Experiment a rule of its own without 'rename'");
        }
    }
}
