using System.Net;
using System.Text.Json.Nodes;
using Tagalong.DevCluster.Kinds;

namespace Tagalong.DevCluster.Tests;

public sealed class StartingTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_is_healthy_as_soon_as_it_has_started()
    {
        await using var server = await DevApiServer.StartAsync(new DevApiServerOptions(), Cancelled);
        using var client = server.CreateClient();

        Assert.Equal("ok", await client.GetStringAsync("/readyz", Cancelled));
    }

    [Fact]
    public async Task It_supports_http_2_and_http_1_1()
    {
        await using var server = await DevApiServer.StartAsync(new DevApiServerOptions(), Cancelled);
        using var client = server.CreateClient();

        foreach (var version in (Version[])[HttpVersion.Version11, HttpVersion.Version20])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/namespaces") { Version = version, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
            using var response = await client.SendAsync(request, Cancelled);
            Assert.Equal((HttpStatusCode.OK, version), (response.StatusCode, response.Version));
        }
    }

    [Fact]
    public async Task It_is_not_trusted_without_its_certificate_authority()
    {
        await using var server = await DevApiServer.StartAsync(new DevApiServerOptions(), Cancelled);
        using var client = new HttpClient { BaseAddress = server.Url };

        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetStringAsync("/readyz", Cancelled));
    }

    [Fact]
    public async Task A_port_in_use_is_an_error()
    {
        await using var server = await DevApiServer.StartAsync(new DevApiServerOptions(), Cancelled);

        await Assert.ThrowsAsync<IOException>(() => DevApiServer.StartAsync(new DevApiServerOptions { Port = server.Url.Port }, Cancelled));
    }

    [Fact]
    public async Task A_restarted_server_has_the_same_port_and_the_same_objects()
    {
        await using var server = await DevApiServer.StartAsync(new DevApiServerOptions(), Cancelled);
        using var client = server.CreateClient();
        server.Objects.Seed(Samples.ReplicaSet("shop", "web"));
        var url = server.Url;

        await server.StopAsync();
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => client.GetStringAsync("/readyz", Cancelled));
        await server.RestartAsync(Cancelled);

        var found = JsonNode.Parse(await client.GetStringAsync("/apis/apps/v1/namespaces/shop/replicasets/web", Cancelled))!;
        Assert.Equal(url, server.Url);
        Assert.Equal(server.Objects.Get(ResourceKinds.ReplicaSet, "shop", "web")!.ToJsonString(), found.ToJsonString());
    }
}
