using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Tagalong.Core.ApiServer;
using Tagalong.Core.Events;
using Tagalong.Core.Fleet;
using Tagalong.Core.Outcomes;
using Tagalong.DevCluster;
using Tagalong.Testing;

namespace Tagalong.Core.Tests.Azure;

/// <summary>What the tests of AKS clusters have in common.</summary>
internal static class Aks
{
    public const string Path = "apis/apps/v1/namespaces/default/replicasets/none";

    /// <summary>A cluster of this name, by its resource id.</summary>
    public static string[] ById(string name) => [$"Clusters:{name}:Access=Azure", $"Clusters:{name}:ResourceId={FakeAzure.ClusterId(name)}"];

    /// <summary>A clock that starts now and is turned by hand: certificates and tokens hold by the system's.</summary>
    public static FakeTimeProvider Clock() => new(TimeProvider.System.GetUtcNow());

    public static Task<DevApiServer> SeededAsync() => Checkout.StartClusterAsync(TestContext.Current.CancellationToken);

    /// <summary>An event of one of the clusters; with an id of its own, so that no memory of another answers it.</summary>
    public static EventEnvelope Event(string? cluster = "shop") => Checkout.ReplicaSet.ToEnvelope() with { Cluster = cluster };

    public static ValueTask<ApiResult> GetAsync(this RunningLabeler labeler, string cluster = "shop") =>
        labeler.Services.GetRequiredService<ClusterRegistry>().Find(cluster, "").Cluster!.Connection
            .GetAsync(Path, metadataOnly: false, TestContext.Current.CancellationToken);

    /// <summary>Sends the event, as its sender would, until it ends otherwise than it should not.</summary>
    public static async Task<Outcome> HandleUntilAsync(this RunningLabeler labeler, EventEnvelope envelope, Func<Outcome, bool> isEnd)
    {
        while (true)
        {
            var outcome = await labeler.HandleAsync(envelope);
            if (isEnd(outcome))
            {
                return outcome;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    public static async Task UntilAsync(Func<bool> isSo)
    {
        while (!isSo())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Nothing that is secret was logged.</summary>
    public static void AssertDiscreet(this RunningLabeler labeler, DevApiServer cluster) => Assert.All(labeler.Logs.GetSnapshot(), line =>
    {
        Assert.DoesNotContain("s3cret", line.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("federated-", line.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(cluster.AdminToken, line.Message + line.Exception, StringComparison.Ordinal);
    });
}
