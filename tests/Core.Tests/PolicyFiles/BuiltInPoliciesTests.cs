using Tagalong.Core.PolicyFiles;

namespace Tagalong.Core.Tests.PolicyFiles;

public class BuiltInPoliciesTests
{
    [Fact]
    public void The_default_labels_what_a_rollout_makes()
    {
        var result = PolicyLoader.Load([], []);

        Assert.Equal(
            [
                "experiments-of-rollouts: experiments.argoproj.io/v1alpha1 of rollouts.argoproj.io/v1alpha1 from Owner",
                "replicasets-of-experiments: replicasets.apps/v1 of experiments.argoproj.io/v1alpha1 from PodTemplate",
                "replicasets-of-rollouts: replicasets.apps/v1 of rollouts.argoproj.io/v1alpha1 from PodTemplate, Owner",
            ],
            Shown(result));
    }

    [Fact]
    public void Analysis_runs_are_labelled_when_their_pack_is_named()
    {
        var result = PolicyLoader.Load([], ["analysis-runs"]);

        Assert.Equal(
            [
                "analysisruns-of-rollouts: analysisruns.argoproj.io/v1alpha1 of rollouts.argoproj.io/v1alpha1 from Owner, OwnersOwner",
                "analysisruns-of-experiments: analysisruns.argoproj.io/v1alpha1 of experiments.argoproj.io/v1alpha1 from Owner, OwnersOwner",
            ],
            Shown(result));
    }

    [Fact]
    public void Replicasets_of_deployments_are_labelled_when_their_pack_is_named()
    {
        var result = PolicyLoader.Load([], ["deployments"]);

        Assert.Equal(["replicasets-of-deployments: replicasets.apps/v1 of deployments.apps/v1 from PodTemplate, Owner"], Shown(result));
    }

    [Fact]
    public void Packs_are_in_the_order_of_their_names_each_once()
    {
        var result = PolicyLoader.Load([], ["deployments", "argo-rollouts", "deployments"]);

        Assert.Equal(
            ["replicasets-of-deployments", "experiments-of-rollouts", "replicasets-of-experiments", "replicasets-of-rollouts"],
            result.Policy!.Rules.Select(rule => rule.Name));
    }

    [Fact]
    public void A_pack_can_be_copied_and_loaded_as_a_file()
    {
        foreach (var name in BuiltInPolicies.Names)
        {
            Assert.True(PolicyLoader.Load("copy.yaml", BuiltInPolicies.Content(name)!).IsUsable);
        }

        Assert.Null(BuiltInPolicies.Content("Policies"));
    }

    private static IEnumerable<string> Shown(PolicyLoadResult result) =>
        result.Policy!.Rules.Select(rule => $"{rule.Name}: {rule.Target.Resource}.{rule.Target.ApiVersion} of "
            + $"{string.Join(", ", rule.Owners.Select(owner => $"{owner.Resource}.{owner.ApiVersion}"))} from "
            + string.Join(", ", rule.Sources.Select(source => source.Kind)));
}
