using Tagalong.DevCluster.Discovery;
using Tagalong.DevCluster.Faults;
using Tagalong.DevCluster.Representations;
using Tagalong.DevCluster.Requests;
using Tagalong.DevCluster.Responses;
using Tagalong.DevCluster.Security;

namespace Tagalong.DevCluster.Http;

/// <summary>The steps of every request: authenticate, parse, inject faults, authorize, handle, log, respond.</summary>
internal sealed class RequestPipeline(
    Users users,
    ReadEndpoint reads,
    WriteEndpoint writes,
    FaultInjection faults,
    RequestLog log,
    TimeProvider time)
{
    /// <param name="stopping">Ends watches and hanging requests.</param>
    public async Task ServeAsync(HttpContext context, CancellationToken stopping)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        try
        {
            await ServeAsync(context, users.Authenticate(context.Request), either.Token);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            // The client closed the connection, or the server is stopping.
            context.Abort();
        }
    }

    private async Task ServeAsync(HttpContext context, DevUser? user, CancellationToken cancellationToken)
    {
        var (request, error) = Parse(context.Request);
        var record = RequestRecorder.Record(context.Request, request, user, time.GetUtcNow());
        var matching = faults.Take(record);
        if (matching.Any(fault => fault.Effect is FaultEffect.Hang or FaultEffect.CutBefore))
        {
            log.Add(record);
        }

        var response = await FaultHandling.ApplyAsync(matching, context, time, cancellationToken)
            ?? await HandleAsync(context, user, request, error, cancellationToken);
        response.IsCut = matching.Any(fault => fault.Effect == FaultEffect.CutHalfway);
        log.Add(record with { StatusCode = response.StatusCode });
        await response.WriteAsync(context, cancellationToken);
    }

    private static (ApiRequest? Request, StatusException? Error) Parse(HttpRequest request)
    {
        try
        {
            return (ApiRequestParser.Parse(request), null);
        }
        catch (StatusException error)
        {
            return (null, error);
        }
    }

    private async Task<ApiResponse> HandleAsync(
        HttpContext context, DevUser? user, ApiRequest? request, StatusException? parseError, CancellationToken cancellationToken)
    {
        try
        {
            var path = context.Request.Path.Value ?? "";
            if (user is null && (!DiscoveryEndpoint.IsPublic(path) || context.Request.Headers.Authorization.Count > 0))
            {
                throw StatusErrors.Unauthorized();
            }

            if (request is null)
            {
                return parseError!.Status is { Code: StatusCodes.Status404NotFound, Details.Kind: null } && !DiscoveryEndpoint.IsBuiltIn(path)
                    ? DiscoveryEndpoint.NotFound()
                    : throw parseError;
            }

            if (request.Kind is null)
            {
                return HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method)
                    ? DiscoveryEndpoint.Handle(path, user)
                    : throw StatusErrors.MethodNotAllowed();
            }

            Users.Authorize(user!, request);
            var representation = ContentNegotiation.Choose(context.Request, request.Kind, time);
            return request.Verb is "get" or "list" or "watch"
                ? reads.Handle(request, representation)
                : await writes.HandleAsync(context.Request, request, user!, representation, cancellationToken);
        }
        catch (StatusException error)
        {
            return BodyResponse.Of(error.Status);
        }
        catch (Exception bug) when (bug is not (OperationCanceledException or IOException))
        {
            return BodyResponse.Of(new Status(StatusCodes.Status500InternalServerError, "InternalError", $"Internal error occurred: {bug.Message}"));
        }
    }
}
