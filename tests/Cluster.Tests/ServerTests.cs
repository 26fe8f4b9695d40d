using Tagalong.Core.Outcomes;
using Tagalong.Testing;

namespace Tagalong.Cluster.Tests;

/// <summary>The cluster of the run itself, and the control of its servers.</summary>
[Collection(nameof(Alone))]
public sealed class ServerTests(ClusterFixture fixture) : ClusterTest(fixture)
{
    private const string NotOurs = "only servers that the suite started can be stopped";

    [Fact]
    public async Task A_server_does_not_outlive_the_tests()
    {
        await using var folder = new TemporaryFolder();
        var process = await ServerProcess.StartAsync(folder["log"], "sleep", ["600"]);
        var id = process.Id;
        Assert.True(Directory.Exists($"/proc/{id}"));

        // This closes the pipe, as the kernel does when it kills the tests.
        await process.DisposeAsync();

        Assert.False(Directory.Exists($"/proc/{id}"));
    }

    [Fact]
    public async Task A_restarted_API_server_has_the_same_port_and_objects()
    {
        Assert.SkipWhen(Cluster.Server is null, NotOurs);
        await using var labeler = RunningLabeler.Start(
            Cluster.LabelerKubeconfig, "ApiCalls:AttemptTimeout=00:00:05", "ApiCalls:RetryWindow=00:00:05", "ApiCalls:RetryDelay=00:00:00.01");
        var rollout = await CreateAsync(Manifests.Rollout(Namespace, "web", "team=payments"));
        var replicaSet = await CreateAsync(Manifests.ReplicaSet(Namespace, "web-1", "app=web", "app=web", rollout));

        await Cluster.Server.StopAsync();
        Outcome meanwhile;
        try
        {
            meanwhile = await labeler.HandleAsync(KnativeEvent.Of(replicaSet));
        }
        finally
        {
            // The other tests of the run need the server.
            await Cluster.Server.StartAsync();
        }

        var afterwards = await labeler.HandleAsync(KnativeEvent.Of(replicaSet));

        Assert.Equal((OutcomeKind.Deferred, OutcomeKind.Labeled), (meanwhile.Kind, afterwards.Kind));
        Assert.Equal("app=web,team=payments", await LabelsOfAsync(replicaSet));
    }

    [Fact]
    public async Task A_paused_storage_responds_when_it_is_resumed()
    {
        Assert.SkipWhen(Cluster.Storage is null, NotOurs);
        var value = Manifests.Rollout(Namespace, "web", "team=payments");

        await Cluster.Storage.PauseAsync();
        var creating = CreateAsync(value);
        var first = await Task.WhenAny(creating, Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, TestContext.Current.CancellationToken));
        await Cluster.Storage.ResumeAsync();
        await creating;

        Assert.NotSame(creating, first);
        Assert.Equal("team=payments", await LabelsOfAsync(value));
    }
}
