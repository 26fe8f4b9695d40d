using Tagalong.Core.Objects;
using Tagalong.Core.PolicyFiles;
using Tagalong.Core.Rules;

namespace Tagalong.Core.Tests.Rules;

public class SourceKindsTests
{
    [Theory]
    [InlineData("argo-rollouts", "Rollout.argoproj.io", "experiments replicasets")]
    [InlineData("argo-rollouts", "Experiment.argoproj.io", "none")]
    [InlineData("argo-rollouts", "ReplicaSet.apps", "none")]
    [InlineData("argo-rollouts", "Namespace", "none")]
    [InlineData("deployments", "Deployment.apps", "replicasets")]
    [InlineData("analysis-runs", "Rollout.argoproj.io", "analysisruns")]
    [InlineData("analysis-runs", "Experiment.argoproj.io", "analysisruns")]
    [InlineData("argo-rollouts analysis-runs", "Rollout.argoproj.io", "experiments+ replicasets analysisruns")]
    [InlineData("argo-rollouts analysis-runs", "Experiment.argoproj.io", "analysisruns")]
    public void A_source_kind_is_one_whose_labels_a_rule_asks_for(string packs, string kind, string dependents) =>
        Assert.Equal(dependents, Dependents(PolicyLoader.Load([], packs.Split(' ')).Policy!, kind));

    [Fact]
    public void A_kind_that_leads_on_and_gets_labels_that_way_itself_is_looked_through_twice()
    {
        // Folders in folders, and the outermost belong to a Team.
        var (team, folder) = (new ResourceType("example.com", "v1", "Team", "teams"), new ResourceType("example.com", "v1", "Folder", "folders"));
        var policy = new LabelPolicy(
        [
            new LabelRule { Name = "a", Target = folder, Owners = [folder], Sources = [new LabelSource(LabelSourceKind.OwnersOwner)] },
            new LabelRule { Name = "b", Target = folder, Owners = [team], Sources = [new LabelSource(LabelSourceKind.Owner)] },
        ]);

        Assert.Equal("(folders)+ folders", Dependents(policy, "Team.example.com"));
    }

    [Fact]
    public void A_namespace_is_a_source_where_a_rule_says_so()
    {
        var rollout = new ResourceType("argoproj.io", "v1alpha1", "Rollout", "rollouts");
        var experiment = new ResourceType("argoproj.io", "v1alpha1", "Experiment", "experiments");
        var policy = new LabelPolicy(
            [new LabelRule { Name = "a", Target = experiment, Owners = [rollout], Sources = [new LabelSource(LabelSourceKind.Namespace) { Keys = ["zone"] }] }]);

        Assert.Equal("experiments", Dependents(policy, "Namespace"));
        Assert.Equal("none", Dependents(policy, "Rollout.argoproj.io"));
    }

    /// <summary>In brackets where the objects get no labels, with a plus where they lead on.</summary>
    private static string Dependents(LabelPolicy policy, string kind)
    {
        var (name, group) = kind.Split('.', 2) switch { [var one, var two] => (one, two), [var one, ..] => (one, ""), _ => ("", "") };
        var apiVersion = group.Length == 0 ? "v1" : $"{group}/v1";
        var found = new SourceKinds(policy).Find(new ObjectReference(apiVersion, name, "shop", "x", ""));
        return found is null ? "none" : string.Join(' ', found.Dependents.Select(dependent =>
            $"{(dependent.GetsLabels ? dependent.Type.Resource : $"({dependent.Type.Resource})")}{(dependent.LeadsOn ? "+" : "")}"));
    }
}
