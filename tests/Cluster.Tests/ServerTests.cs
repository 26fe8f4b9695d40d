using Tagalong.Cluster.Tests.Servers;

namespace Tagalong.Cluster.Tests;

/// <summary>The cluster of the run itself.</summary>
public sealed class ServerTests(ClusterFixture fixture) : ClusterTest(fixture)
{
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
}
