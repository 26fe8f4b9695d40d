using Tagalong.Core.Outcomes;
using Tagalong.Core.Reporting;

namespace Tagalong.Hosting.Http;

/// <summary>The paths of the event endpoint.</summary>
internal static class Endpoints
{
    public static void Map(WebApplication app)
    {
        var events = app.Services.GetRequiredService<EventEndpoint>();
        var response = app.Services.GetRequiredService<OutcomeResponse>();
        var reporter = app.Services.GetRequiredService<OutcomeReporter>();
        var inFlight = app.Services.GetRequiredService<InFlightEvents>();

        // Knative posts to the root; other senders use /events.
        app.MapMethods("/", [HttpMethods.Post, HttpMethods.Options], events.HandleAsync);
        app.MapMethods("/events", [HttpMethods.Post, HttpMethods.Options], events.HandleAsync);

        app.MapGet("/healthz", static context => context.Response.WriteAsync("ok"));
        app.MapGet("/readyz", context =>
        {
            context.Response.StatusCode = inFlight.IsOpen ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
            return context.Response.WriteAsync(inFlight.IsOpen ? "ok" : "stopping");
        });

        // A 404 would make some senders repeat the event without end.
        app.MapFallback("{*path}", context => response.WriteAsync(
            context.Response,
            reporter.Refused(new Outcome(OutcomeReason.NotACloudEvent) { Detail = "Send events by POST to / or /events." })).AsTask());
    }
}
