using Microsoft.Extensions.Options;

namespace Tagalong.Hosting.Authentication;

/// <summary>
/// Responds to a delivery service that asks whether it may deliver here. Source: HTTP 1.1 Web Hooks for Event Delivery, the
/// abuse protection of CloudEvents 1.0.
/// </summary>
/// <remarks>
/// The response is in the headers, not in the status. Each event still needs its credentials. The address in
/// <c>WebHook-Request-Callback</c> is never called: any client can choose it.
/// </remarks>
internal sealed class WebhookHandshake(IOptions<SenderOptions> options)
{
    private const string EventGrid = "eventgrid.azure.net";

    private readonly string[] _origins = options.Value.WebhookOrigins is { Count: > 0 } origins ? [.. origins] : [EventGrid];

    public void Respond(HttpContext context)
    {
        var response = context.Response;
        response.Headers.Allow = "POST, OPTIONS";
        if (context.Request.Headers["WebHook-Request-Origin"] is [{ } origin] && IsAllowed(origin))
        {
            response.Headers["WebHook-Allowed-Origin"] = origin;

            // No limit: events that are too many get a Retry-After one by one.
            response.Headers["WebHook-Allowed-Rate"] = "*";
        }
    }

    private bool IsAllowed(string origin) =>
        Uri.CheckHostName(origin) == UriHostNameType.Dns
        && _origins.Any(allowed => allowed == "*" || allowed.Equals(origin, StringComparison.OrdinalIgnoreCase));
}
