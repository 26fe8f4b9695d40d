using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Tagalong.Hosting.Http;

namespace Tagalong.Functions;

/// <summary>Events over HTTP, at the server's own endpoint.</summary>
public sealed class EventsFunction(EventEndpoint endpoint)
{
    /// <summary>Handles a request.</summary>
    [Function("events")]
    public async Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Function, "post", "options", Route = "events")] HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        await endpoint.HandleAsync(request.HttpContext);
        return Results.Empty;
    }
}
