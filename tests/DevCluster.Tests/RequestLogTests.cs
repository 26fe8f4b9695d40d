using Tagalong.DevCluster.Requests;
using Tagalong.DevCluster.Security;
using Tagalong.Testing;

namespace Tagalong.DevCluster.Tests;

public sealed class RequestLogTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_request_is_recorded_in_the_terms_of_the_API()
    {
        await using var server = await StartAsync();
        using var client = server.CreateClient("token-of-labeler");
        const string Path = "/apis/apps/v1/namespaces/shop/replicasets/web";

        await client.CallAsync(HttpMethod.Patch, Path + "?fieldManager=tagalong&dryRun=All", Samples.Labels("web", ("x", "y")).ToJsonString(), "application/apply-patch+yaml");

        Assert.Equal(
            new RequestRecord
            {
                Time = Noon,
                Verb = "patch",
                Path = Path,
                Query = "?fieldManager=tagalong&dryRun=All",
                Group = "apps",
                Resource = "replicasets",
                Namespace = "shop",
                Name = "web",
                User = "labeler",
                FieldManager = "tagalong",
                Protocol = "HTTP/1.1",
                DryRun = true,
                ContentType = "application/apply-patch+yaml",
                StatusCode = 200,
            },
            Assert.Single(server.Requests.Snapshot()));
    }

    [Fact]
    public async Task Reads_and_writes_are_counted_and_discovery_and_watches_are_neither()
    {
        await using var server = await StartAsync();
        using var client = server.CreateClient();
        const string Url = "/apis/apps/v1/namespaces/shop/replicasets";

        await client.GetJsonAsync("/apis");
        await client.GetJsonAsync(Url);
        await client.GetJsonAsync(Url + "/web");
        await client.GetStringAsync(Url + "?watch=true&timeoutSeconds=1", Cancelled);
        await client.CallAsync(HttpMethod.Delete, Url + "/web");
        await client.CallAsync(HttpMethod.Delete, Url + "/web");

        Assert.Equal((2, 2), (server.Requests.Reads, server.Requests.Writes));
        Assert.Equal([200, 200, 200, 200, 200, 404], server.Requests.Snapshot().Select(record => record.StatusCode));
        server.Requests.Clear();
        Assert.Equal((0, 0), (server.Requests.Reads, server.Requests.Writes));
    }

    [Fact]
    public async Task It_keeps_the_configured_number_of_latest_records()
    {
        await using var server = await DevApiServer.StartAsync(new DevApiServerOptions { RequestLogSize = 2 }, Cancelled);
        using var client = server.CreateClient();

        foreach (var path in (string[])["/api", "/apis", "/version"])
        {
            await client.GetJsonAsync(path);
        }

        Assert.Equal(["/apis", "/version"], server.Requests.Snapshot().Select(record => record.Path));
    }

    private static async Task<DevApiServer> StartAsync()
    {
        var rule = new AccessRule(["patch"], "apps", ["replicasets"]);
        var options = new DevApiServerOptions { TimeProvider = new MovingClock(Noon), Users = { new DevUser("labeler", "token-of-labeler", [rule]) } };
        var server = await DevApiServer.StartAsync(options, Cancelled);
        server.Objects.Seed(Samples.ReplicaSet("shop", "web"));
        return server;
    }
}
