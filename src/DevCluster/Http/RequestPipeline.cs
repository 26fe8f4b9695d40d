using Tagalong.DevCluster.Discovery;
using Tagalong.DevCluster.Errors;
using Tagalong.DevCluster.Faults;
using Tagalong.DevCluster.Representations;
using Tagalong.DevCluster.Requests;
using Tagalong.DevCluster.Security;

namespace Tagalong.DevCluster.Http;

/// <summary>The way of every request: who is it, what does it ask, is anything to go wrong, may it; do it, log it, answer.</summary>
internal sealed class RequestPipeline(
    Users users,
    ReadEndpoint reads,
    WriteEndpoint writes,
    FaultInjection faults,
    RequestLog log,
    TimeProvider time)
{
    /// <param name="stopping">Ends what would last: watches and hanging requests.</param>
    public async Task ServeAsync(HttpContext context, CancellationToken stopping)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        try
        {
            await ServeAsync(context, users.Authenticate(context.Request), either.Token);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            // The client has gone, or the server is stopping.
            context.Abort();
        }
    }

    private async Task ServeAsync(HttpContext context, DevUser? user, CancellationToken cancellationToken)
    {
        var (request, refusal) = Parse(context.Request);
        var record = Records.Describe(context.Request, request, user, time.GetUtcNow());
        var met = faults.Meeting(record);
        if (met.Any(fault => fault.Effect is FaultEffect.Hang or FaultEffect.CutBefore))
        {
            log.Add(record);
        }

        var answer = await FaultEffects.SufferAsync(met, context, time, cancellationToken)
            ?? await AnswerAsync(context, user, request, refusal, cancellationToken);
        answer.IsCut = met.Any(fault => fault.Effect == FaultEffect.CutHalfway);
        log.Add(record with { StatusCode = answer.StatusCode });
        await answer.WriteAsync(context, cancellationToken);
    }

    private static (ApiRequest? Request, StatusException? Refusal) Parse(HttpRequest request)
    {
        try
        {
            return (ApiRequestParser.Parse(request), null);
        }
        catch (StatusException refusal)
        {
            return (null, refusal);
        }
    }

    private async Task<Answer> AnswerAsync(
        HttpContext context, DevUser? user, ApiRequest? request, StatusException? refusal, CancellationToken cancellationToken)
    {
        try
        {
            var path = context.Request.Path.Value ?? "";
            if (user is null && (!DiscoveryEndpoint.IsPublic(path) || context.Request.Headers.Authorization.Count > 0))
            {
                throw Refusals.Unauthorized();
            }

            if (request is null)
            {
                return refusal!.Status is { Code: StatusCodes.Status404NotFound, Details.Kind: null } && !DiscoveryEndpoint.IsBuiltIn(path)
                    ? DiscoveryEndpoint.NotFound()
                    : throw refusal;
            }

            if (request.Kind is null)
            {
                return HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method)
                    ? DiscoveryEndpoint.Answer(path, user)
                    : throw Refusals.MethodNotAllowed();
            }

            Users.Authorize(user!, request);
            var representation = Negotiation.Choose(context.Request, request.Kind, time);
            return request.Verb is "get" or "list" or "watch"
                ? reads.Answer(request, representation)
                : await writes.AnswerAsync(context.Request, request, user!, representation, cancellationToken);
        }
        catch (StatusException thrown)
        {
            return BodyAnswer.Of(thrown.Status);
        }
        catch (Exception bug) when (bug is not (OperationCanceledException or IOException))
        {
            return BodyAnswer.Of(new Status(StatusCodes.Status500InternalServerError, "InternalError", $"Internal error occurred: {bug.Message}"));
        }
    }
}
