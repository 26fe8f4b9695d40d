using System.Text.Json.Nodes;
using Tagalong.Core.Events;
using Tagalong.Core.Outcomes;
using Tagalong.DevCluster;
using Tagalong.DevCluster.Kinds;

namespace Tagalong.Testing;

/// <summary>The first two events of the recorded canary release: a Rollout, and the ReplicaSet that Argo creates for it.</summary>
public static class Checkout
{
    /// <summary>The creation of the Rollout.</summary>
    public static RecordedRequest Rollout { get; } = RecordedRequest.Named("argo-rollouts/canary", "01-add-rollout-checkout");

    /// <summary>The creation of its ReplicaSet, without labels of the Rollout.</summary>
    public static RecordedRequest ReplicaSet { get; } = RecordedRequest.Named("argo-rollouts/canary", "02-add-replicaset-checkout-8668bffb96");

    /// <summary>Seeds a cluster with both objects as recorded.</summary>
    public static void Seed(DevApiServer cluster)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        foreach (var request in (RecordedRequest[])[Rollout, ReplicaSet])
        {
            cluster.Objects.Seed(JsonNode.Parse(request.Body)!.AsObject());
        }
    }

    /// <summary>Starts a dev cluster with both objects.</summary>
    public static async Task<DevApiServer> StartClusterAsync(CancellationToken cancellationToken)
    {
        var cluster = await DevApiServer.StartAsync(new DevApiServerOptions(), cancellationToken);
        Seed(cluster);
        return cluster;
    }

    /// <summary>Labels the ReplicaSet.</summary>
    /// <returns>The event of that write, which changes nothing.</returns>
    public static async Task<EventEnvelope> SettleAsync(DevApiServer cluster, RunningLabeler labeler, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        ArgumentNullException.ThrowIfNull(labeler);
        var outcome = await labeler.HandleUntilAsync(ReplicaSet.ToEnvelope(), cancellationToken);
        Assert.Equal(OutcomeReason.Applied, outcome.Reason);
        var live = cluster.Objects.Get(ResourceKinds.ReplicaSet, "shop", outcome.Object!.Name)!;
        return KnativeEvent.Of(live);
    }
}
