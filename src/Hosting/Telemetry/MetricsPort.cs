namespace Tagalong.Hosting.Telemetry;

/// <summary>The port that serves metrics and nothing else.</summary>
public static class MetricsPort
{
    /// <summary>
    /// Parts the ports by the socket that a request came in through, which no header can feign: events sent to this one
    /// would pass by whatever guards the other.
    /// </summary>
    public static void UseMetricsPort(this WebApplication app, int port)
    {
        if (port == 0)
        {
            return;
        }

        app.MapWhen(context => context.Connection.LocalPort == port, static metrics =>
        {
            metrics.UseOpenTelemetryPrometheusScrapingEndpoint();
            metrics.Run(static context =>
            {
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
            });
        });
    }
}
