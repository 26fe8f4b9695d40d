using Tagalong.Core.Outcomes;
using Tagalong.Testing;

namespace Tagalong.Cluster.Tests;

/// <summary>The cluster of the run itself, and what can be done to it.</summary>
[Collection(nameof(Alone))]
public sealed class ServerTests(ClusterFixture fixture) : ClusterTest(fixture)
{
    private const string NotOurs = "only what the suite itself started can be stopped";

    [Fact]
    public void The_suite_runs_against_a_real_API_server() => Cluster.RequireRealServer();

    [Fact]
    public async Task A_server_does_not_outlive_the_tests()
    {
        await using var folder = new TemporaryFolder();
        var process = await ServerProcess.StartAsync(folder["log"], "sleep", ["600"]);
        var id = process.Id;
        Assert.True(Directory.Exists($"/proc/{id}"));

        // What the kernel does to the pipe when it kills the tests.
        await process.DisposeAsync();

        Assert.False(Directory.Exists($"/proc/{id}"));
    }

    [Fact]
    public async Task An_API_server_that_is_stopped_comes_back_on_its_port_with_its_objects()
    {
        Assert.SkipWhen(Cluster.Server is null, NotOurs);
        await using var labeler = RunningLabeler.Start(
            Cluster.LabelerKubeconfig, "ApiCalls:AttemptTimeout=00:00:00.5", "ApiCalls:RetryWindow=00:00:01", "ApiCalls:RetryDelay=00:00:00.01");
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
            // The other tests of the run go on with it.
            await Cluster.Server.StartAsync();
        }

        var afterwards = await labeler.HandleAsync(KnativeEvent.Of(replicaSet));

        Assert.Equal((OutcomeKind.Deferred, OutcomeKind.Labeled), (meanwhile.Kind, afterwards.Kind));
        Assert.Equal("app=web,team=payments", await LabelsOfAsync(replicaSet));
    }

    [Fact]
    public async Task A_storage_that_is_paused_answers_when_it_goes_on()
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
