using System.Text.Json.Nodes;
using Tagalong.Core.Outcomes;
using Tagalong.Testing;

namespace Tagalong.Cluster.Tests;

/// <summary>A recorded canary release of Argo Rollouts, created in the cluster: each child gets the labels of its parent.</summary>
public sealed class LabelingTests(ClusterFixture fixture) : ClusterTest(fixture)
{
    [Fact]
    public async Task A_canary_ReplicaSet_gets_its_pods_labels_and_then_the_Rollouts()
    {
        var rollout = await CreateRecordedAsync("01-add-rollout-checkout");
        var replicaSet = await CreateRecordedAsync("17-add-replicaset-checkout-5787c9fcb6", rollout);

        var outcome = await HandleAsync(replicaSet, "add");

        Assert.Equal((OutcomeKind.Labeled, 1, 1), (outcome.Kind, outcome.Reads, outcome.Writes));
        Assert.Equal(
            "app=checkout,app.kubernetes.io/name=checkout,app.kubernetes.io/part-of=shop,cost-center=cc-1042,role=canary,rollouts-pod-template-hash=5787c9fcb6,team=payments,tier=web,version=v2",
            await LabelsOfAsync(replicaSet));
    }

    [Fact]
    public async Task An_Experiment_gets_the_labels_of_its_Rollout()
    {
        var rollout = await CreateRecordedAsync("01-add-rollout-checkout");
        var experiment = await CreateRecordedAsync("32-add-experiment-checkout-5787c9fcb6-2-1", rollout);

        var outcome = await HandleAsync(experiment, "add");

        Assert.Equal((OutcomeKind.Labeled, 1, 1), (outcome.Kind, outcome.Reads, outcome.Writes));
        Assert.Equal(
            "app.kubernetes.io/name=checkout,app.kubernetes.io/part-of=shop,cost-center=cc-1042,rollouts-pod-template-hash=5787c9fcb6,team=payments",
            await LabelsOfAsync(experiment));
    }

    [Fact]
    public async Task A_ReplicaSet_of_an_Experiment_gets_only_its_pods_labels()
    {
        var rollout = await CreateRecordedAsync("01-add-rollout-checkout");
        var experiment = await CreateRecordedAsync("32-add-experiment-checkout-5787c9fcb6-2-1", rollout);
        var replicaSet = await CreateRecordedAsync("37-add-replicaset-checkout-5787c9fcb6-2-1-canary", experiment);

        var outcome = await HandleAsync(replicaSet, "add");

        Assert.Equal((OutcomeKind.Labeled, 0, 1), (outcome.Kind, outcome.Reads, outcome.Writes));
        Assert.Equal("app=checkout,role=canary,rollouts-pod-template-hash=566868f65b,tier=web,version=v2", await LabelsOfAsync(replicaSet));
    }

    /// <summary>Creates a recorded object again, in this test's namespace and without pods.</summary>
    private Task<JsonObject> CreateRecordedAsync(string name, JsonObject? owner = null)
    {
        var value = JsonNode.Parse(RecordedRequest.Named("argo-rollouts/canary", name).Body)!.AsObject();
        var metadata = value["metadata"]!.AsObject();
        foreach (var server in (string[])["uid", "resourceVersion", "managedFields", "creationTimestamp", "generation"])
        {
            metadata.Remove(server);
        }

        metadata["namespace"] = Namespace;
        metadata["ownerReferences"] = owner is null ? null : new JsonArray(Manifests.OwnerReference(owner));
        value["spec"]!["replicas"] = 0;
        return CreateAsync(value);
    }
}
