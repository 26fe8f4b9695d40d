using System.Diagnostics;
using System.Net;
using Tagalong.Testing;

namespace Tagalong.DevCluster.Tests;

public sealed class ThroughputTests
{
    [Fact]
    public async Task Thousands_of_applies_take_seconds()
    {
        const int Objects = 1_000;
        await using var server = await DevApiServer.StartAsync(new DevApiServerOptions(), TestContext.Current.CancellationToken);
        using var client = server.CreateClient();
        for (var i = 0; i < Objects; i++)
        {
            server.Objects.Seed(Samples.ReplicaSet("shop", $"web-{i}", ("app", "web")));
        }

        var watch = Stopwatch.StartNew();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, Objects),
            new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = TestContext.Current.CancellationToken },
            async (i, _) =>
            {
                var body = Samples.Labels($"web-{i}", ("team", "payments")).ToJsonString();
                var (code, _) = await client.CallAsync(
                    HttpMethod.Patch, $"/apis/apps/v1/namespaces/shop/replicasets/web-{i}?fieldManager=labeler", body, "application/apply-patch+yaml");
                Assert.Equal(HttpStatusCode.OK, code);
            });

        // Far above the time without load: other tests run at the same time.
        Assert.True(watch.Elapsed < TimeSpan.FromMinutes(2), $"{Objects} applies took {watch.Elapsed}");
        TestContext.Current.TestOutputHelper?.WriteLine($"{Objects / watch.Elapsed.TotalSeconds:F0} applies a second");
    }
}
