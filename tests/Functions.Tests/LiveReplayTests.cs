using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using Tagalong.DevCluster;
using Tagalong.DevCluster.Kinds;
using Tagalong.Testing;

namespace Tagalong.Functions.Tests;

/// <summary>
/// Whole releases, recorded from the real Argo Rollouts and the real Knative adapter, happen again in a dev cluster while
/// the function gets the event of each change.
/// </summary>
public class LiveReplayTests
{
    [Fact]
    public async Task A_canary_release_takes_seven_writes_for_94_events()
    {
        var replayed = await ReplayAsync("argo-rollouts/canary");

        Assert.Equal(
            [
                "02-add-replicaset-checkout-8668bffb96: Labeled +app.kubernetes.io/name +app.kubernetes.io/part-of +cost-center +role +team",
                "17-add-replicaset-checkout-5787c9fcb6: Labeled +app.kubernetes.io/name +app.kubernetes.io/part-of +cost-center +role +team",
                "32-add-experiment-checkout-5787c9fcb6-2-1: Labeled +app.kubernetes.io/name +app.kubernetes.io/part-of +cost-center +team",
                "34-add-replicaset-checkout-5787c9fcb6-2-1-baseline: Labeled +app +role +tier +version",
                "37-add-replicaset-checkout-5787c9fcb6-2-1-canary: Labeled +app +role +tier +version",
                "78-update-replicaset-checkout-5787c9fcb6: Labeled ~role",
                "83-update-replicaset-checkout-8668bffb96: Labeled -role",
            ],
            replayed.Written);
        Assert.Equal(7, replayed.Writes);
    }
}
