using System.Net;
using System.Text;
using Tagalong.Server.Tests.Watching;

namespace Tagalong.Server.Tests;

/// <summary>A host whose port serves probes takes nothing else there.</summary>
public class ProbesOnlyTests
{
    [Fact]
    public async Task A_relay_refuses_bodies_and_large_headers()
    {
        await using var cluster = await Shop.StartAsync(replicaSets: 0);
        await using var relay = await RunningRelay.StartAsync(cluster, "Tagalong:Watch:Apply=true");
        using var client = new HttpClient { BaseAddress = relay.Url };
        using var large = new HttpRequestMessage(HttpMethod.Get, "/healthz") { Headers = { { "X-Padding", new string('x', 5 * 1024) } } };
        using var body = new StringContent("{}", Encoding.UTF8, "application/json");

        using var probed = await client.GetAsync(new Uri("/healthz", UriKind.Relative), TestContext.Current.CancellationToken);
        using var withLargeHeaders = await client.SendAsync(large, TestContext.Current.CancellationToken);
        using var withBody = await client.PostAsync(new Uri("/", UriKind.Relative), body, TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.RequestHeaderFieldsTooLarge), (probed.StatusCode, withLargeHeaders.StatusCode));
        Assert.Equal(HttpStatusCode.NotFound, withBody.StatusCode);
    }
}
