using Tagalong.Core.Sweeping;

namespace Tagalong.Server.Sweeping;

/// <summary>The verb <c>sweep</c>: one pass, a summary on the standard output, and an exit code for whoever scheduled it.</summary>
internal static class SweepCommand
{
    public static async Task<int> RunAsync(SweepArguments arguments, TextWriter output)
    {
        using var host = SweepHost.Create([.. arguments.Settings]);

        // Made before anything starts, so that a way to the clusters that cannot work ends as a fault of the configuration.
        var sweeper = host.Services.GetRequiredService<Sweeper>();
        await host.StartAsync(CancellationToken.None);
        var stopping = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        var summary = await sweeper.RunAsync(arguments.Request, SweepId.New(host.Services.GetRequiredService<TimeProvider>()), progress: null, stopping);
        await output.WriteLineAsync(SweepSummaryJson.Write(summary));
        await host.StopAsync(CancellationToken.None);
        return SweepExitCode.ForServer(summary);
    }
}
