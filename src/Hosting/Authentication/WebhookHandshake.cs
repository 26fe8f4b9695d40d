using Microsoft.Extensions.Options;

namespace Tagalong.Hosting.Authentication;

/// <summary>
/// Answers a delivery service that asks whether it may deliver here. Source: HTTP 1.1 Web Hooks for Event Delivery, the
/// abuse protection of CloudEvents 1.0.
/// </summary>
/// <remarks>
/// The answer is in the headers, not in the status. Whether an event is let in is decided by its credentials each time. The
/// address in <c>WebHook-Request-Callback</c> is never called: it is anybody's to choose.
/// </remarks>
internal sealed class WebhookHandshake(IOptions<SenderOptions> options)
{
    private const string EventGrid = "eventgrid.azure.net";

    private readonly string[] _origins = options.Value.WebhookOrigins is { Count: > 0 } origins ? [.. origins] : [EventGrid];

    public Task AnswerAsync(HttpContext context)
    {
        var response = context.Response;
        response.Headers.Allow = "POST, OPTIONS";
        if (context.Request.Headers["WebHook-Request-Origin"] is [{ } origin] && IsAllowed(origin))
        {
            response.Headers["WebHook-Allowed-Origin"] = origin;

            // What is too much is told to come later, event by event.
            response.Headers["WebHook-Allowed-Rate"] = "*";
        }

        return Task.CompletedTask;
    }

    private bool IsAllowed(string origin) =>
        Uri.CheckHostName(origin) == UriHostNameType.Dns
        && _origins.Any(allowed => allowed == "*" || allowed.Equals(origin, StringComparison.OrdinalIgnoreCase));
}
