using System.Net;
using Tagalong.Functions.Tests.Running;

namespace Tagalong.Functions.Tests.Triggers;

/// <summary>
/// The worker pairs a request with its invocation by a header, and the header of a client wins over the one of the Functions host. Such
/// a request waits in vain for its other half.
/// </summary>
public sealed class InvocationIdTests
{
    [Fact]
    public async Task A_request_that_brings_an_invocation_id_itself_fails_alone()
    {
        await using var app = await RunningApp.StartAsync();

        var strangers = Enumerable.Range(0, 8).Select(_ => app.PostAsync(CloudEventText.Added, ("x-ms-invocation-id", "the-same"))).ToList();
        var others = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => app.StatusAsync(CloudEventText.Added)));
        var failed = await Task.WhenAll(strangers);

        Assert.All(others, static status => Assert.Equal(HttpStatusCode.Accepted, status));
        Assert.All(failed, static response => Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode));
        Assert.Equal(HttpStatusCode.Accepted, await app.StatusAsync(CloudEventText.Added));
        Assert.Equal(1, app.Host.WorkerStarts);
    }
}
