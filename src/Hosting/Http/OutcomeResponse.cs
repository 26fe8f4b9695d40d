using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Tagalong.Core.Outcomes;
using Tagalong.Hosting.Authentication;

namespace Tagalong.Hosting.Http;

/// <summary>Responds to a sender: an empty 202, or problem details (RFC 9457).</summary>
public sealed class OutcomeResponse
{
    private readonly IOptions<HttpOptions> _options;
    private readonly SenderAuthenticator _senders;

    /// <summary>An API server that asks for a longer wait may be back long before.</summary>
    private const double LongestWaitSeconds = 300;

    internal OutcomeResponse(IOptions<HttpOptions> options, SenderAuthenticator senders) => (_options, _senders) = (options, senders);

    /// <summary>Writes the response to a request.</summary>
    public async ValueTask WriteAsync(HttpResponse response, Outcome outcome)
    {
        ArgumentNullException.ThrowIfNull(response);
        ArgumentNullException.ThrowIfNull(outcome);
        var status = StatusContract.StatusOf(outcome);
        response.StatusCode = status;
        if (status == StatusCodes.Status202Accepted)
        {
            response.ContentLength = 0;
            return;
        }

        if (outcome.Kind is OutcomeKind.Denied or OutcomeKind.Deferred)
        {
            var wait = Math.Ceiling((outcome.RetryAfter ?? _options.Value.RetryAfter).TotalSeconds);
            response.Headers.RetryAfter = Math.Clamp(wait, 1, LongestWaitSeconds).ToString(CultureInfo.InvariantCulture);
        }

        if (status == StatusCodes.Status401Unauthorized)
        {
            response.Headers.WWWAuthenticate = _senders.Challenge;
        }

        if (outcome.Reason == OutcomeReason.ShuttingDown)
        {
            response.Headers.Connection = "close";
        }

        var body = JsonSerializer.SerializeToUtf8Bytes(
            new OutcomeProblem(
                $"urn:tagalong:problem:{JsonNamingPolicy.KebabCaseLower.ConvertName(outcome.Reason.ToString())}",
                ReasonPhrases.GetReasonPhrase(status),
                status,
                outcome.Kind.ToString(),
                outcome.Reason.ToString(),
                outcome.Detail,
                outcome.EventId.Length > 0 ? outcome.EventId : null),
            OutcomeProblem.ProblemJson.Default.OutcomeProblem);
        response.ContentType = "application/problem+json";
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body);
    }
}
