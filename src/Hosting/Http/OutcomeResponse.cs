using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Tagalong.Core.Outcomes;
using Tagalong.Hosting.Authentication;
using Tagalong.Hosting.Dispatching;

namespace Tagalong.Hosting.Http;

/// <summary>Answers a sender: an empty 202, or problem details by RFC 9457.</summary>
internal sealed class OutcomeResponse(IOptions<HttpOptions> options, SenderAuthenticator senders)
{
    /// <summary>An API server that asks for more may be back long before.</summary>
    private const double LongestWaitSeconds = 300;

    public async ValueTask WriteAsync(HttpResponse response, Outcome outcome)
    {
        var status = StatusContract.StatusOf(outcome);
        response.StatusCode = status;
        if (status == StatusCodes.Status202Accepted)
        {
            response.ContentLength = 0;
            return;
        }

        if (outcome.Kind is OutcomeKind.Denied or OutcomeKind.Deferred)
        {
            var wait = Math.Ceiling((outcome.RetryAfter ?? options.Value.RetryAfter).TotalSeconds);
            response.Headers.RetryAfter = Math.Clamp(wait, 1, LongestWaitSeconds).ToString(CultureInfo.InvariantCulture);
        }

        if (status == StatusCodes.Status401Unauthorized)
        {
            response.Headers.WWWAuthenticate = senders.Challenge;
        }

        if (outcome.Reason == OutcomeReason.ShuttingDown)
        {
            response.Headers.Connection = "close";
        }

        var body = Problem(outcome, status);
        response.ContentType = "application/problem+json";
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body);
    }

    private static ReadOnlyMemory<byte> Problem(Outcome outcome, int status)
    {
        var body = new ArrayBufferWriter<byte>(256);
        using var json = new Utf8JsonWriter(body);
        json.WriteStartObject();
        json.WriteString("type"u8, $"urn:tagalong:problem:{JsonNamingPolicy.KebabCaseLower.ConvertName(outcome.Reason.ToString())}");
        json.WriteString("title"u8, ReasonPhrases.GetReasonPhrase(status));
        json.WriteNumber("status"u8, status);
        json.WriteString("outcome"u8, outcome.Kind.ToString());
        json.WriteString("reason"u8, outcome.Reason.ToString());
        if (outcome.Detail is not null)
        {
            json.WriteString("detail"u8, outcome.Detail);
        }

        if (outcome.EventId.Length > 0)
        {
            json.WriteString("eventId"u8, outcome.EventId);
        }

        json.WriteEndObject();
        json.Flush();
        return body.WrittenMemory;
    }
}
