namespace Tagalong.Hosting.Telemetry;

/// <summary>The port that serves metrics and nothing else.</summary>
public static class MetricsPort
{
    /// <summary>
    /// Separates the ports by the local socket of a request, which no header can fake: events sent to this port would bypass
    /// what protects the other.
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
