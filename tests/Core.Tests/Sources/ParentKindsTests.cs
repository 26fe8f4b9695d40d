using Tagalong.Core.Objects;
using Tagalong.Core.PolicyFiles;
using Tagalong.Core.Rules;
using Tagalong.Core.Sources;

namespace Tagalong.Core.Tests.Sources;

public class ParentKindsTests
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
    public void The_parents_are_the_kinds_whose_labels_a_rule_uses(string packs, string kind, string children) =>
        Assert.Equal(children, Children(PolicyLoader.Load([], packs.Split(' ')).Policy!, kind));

    [Fact]
    public void A_kind_that_leads_to_other_objects_of_its_own_kind_is_listed_twice()
    {
        // Folders in folders, and the outermost belong to a Team.
        var (team, folder) = (new ResourceType("example.com", "v1", "Team", "teams"), new ResourceType("example.com", "v1", "Folder", "folders"));
        var policy = new LabelPolicy(
        [
            new LabelRule { Name = "a", Target = folder, Owners = [folder], Sources = [new LabelSource(LabelSourceKind.OwnersOwner)] },
            new LabelRule { Name = "b", Target = folder, Owners = [team], Sources = [new LabelSource(LabelSourceKind.Owner)] },
        ]);

        Assert.Equal("(folders)+ folders", Children(policy, "Team.example.com"));
    }

    [Fact]
    public void A_namespace_is_a_parent_where_a_rule_uses_its_labels()
    {
        var rollout = new ResourceType("argoproj.io", "v1alpha1", "Rollout", "rollouts");
        var experiment = new ResourceType("argoproj.io", "v1alpha1", "Experiment", "experiments");
        var policy = new LabelPolicy(
            [new LabelRule { Name = "a", Target = experiment, Owners = [rollout], Sources = [new LabelSource(LabelSourceKind.Namespace) { Keys = ["zone"] }] }]);

        Assert.Equal("experiments", Children(policy, "Namespace"));
        Assert.Equal("none", Children(policy, "Rollout.argoproj.io"));
    }

    /// <summary>In brackets where the objects get no labels, with a plus where they lead on.</summary>
    private static string Children(LabelPolicy policy, string kind)
    {
        var (name, group) = kind.Split('.', 2) switch { [var one, var two] => (one, two), [var one, ..] => (one, ""), _ => ("", "") };
        var apiVersion = group.Length == 0 ? "v1" : $"{group}/v1";
        var found = new ParentKinds(policy).Find(new ObjectReference(apiVersion, name, "shop", "x", ""));
        return found is null ? "none" : string.Join(' ', found.Children.Select(child =>
            $"{(child.GetsLabels ? child.Type.Resource : $"({child.Type.Resource})")}{(child.LeadsOn ? "+" : "")}"));
    }
}
