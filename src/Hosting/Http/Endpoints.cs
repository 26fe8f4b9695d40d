using Tagalong.Core.Outcomes;
using Tagalong.Core.Reporting;
using Tagalong.Hosting.Authentication;
using Tagalong.Hosting.Dispatching;

namespace Tagalong.Hosting.Http;

/// <summary>The function's paths.</summary>
internal static class Endpoints
{
    public static void Map(WebApplication app)
    {
        var events = app.Services.GetRequiredService<EventEndpoint>();
        var handshake = app.Services.GetRequiredService<WebhookHandshake>();
        var response = app.Services.GetRequiredService<OutcomeResponse>();
        var reporter = app.Services.GetRequiredService<OutcomeReporter>();
        var inFlight = app.Services.GetRequiredService<InFlightEvents>();

        // Knative posts to the root; /events is for everybody else.
        app.MapPost("/", events.HandleAsync);
        app.MapPost("/events", events.HandleAsync);
        app.MapMethods("/", [HttpMethods.Options], handshake.AnswerAsync);
        app.MapMethods("/events", [HttpMethods.Options], handshake.AnswerAsync);

        app.MapGet("/healthz", static context => context.Response.WriteAsync("ok"));
        app.MapGet("/readyz", context =>
        {
            context.Response.StatusCode = inFlight.IsOpen ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
            return context.Response.WriteAsync(inFlight.IsOpen ? "ok" : "stopping");
        });

        // A 404 would make some senders repeat the event for ever.
        app.MapFallback("{*path}", context => response.WriteAsync(
            context.Response,
            reporter.Refused(new Outcome(OutcomeReason.NotACloudEvent) { Detail = "Events are taken by POST to / or /events." })).AsTask());
    }
}
