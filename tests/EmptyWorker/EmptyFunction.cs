using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Tagalong.EmptyWorker;

/// <summary>A function that does nothing.</summary>
public static class EmptyFunction
{
    /// <summary>Responds 200.</summary>
    [Function("empty")]
    public static IResult Run([HttpTrigger(AuthorizationLevel.Function, "post", Route = "events")] HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Results.Empty;
    }
}
