using System.Globalization;
using System.Security.Cryptography;
using Tagalong.Core.Outcomes;
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
        var summary = await sweeper.RunAsync(arguments.Request, NewId(host.Services.GetRequiredService<TimeProvider>()), progress: null, stopping);
        await output.WriteLineAsync(SweepSummaryJson.Write(summary));
        await host.StopAsync(CancellationToken.None);
        return ExitCodeOf(summary);
    }

    private static int ExitCodeOf(SweepSummary summary) =>
        summary.IsComplete ? ExitCode.Success
        : summary.Clusters.Any(static cluster => cluster.Reason == OutcomeReason.UnknownCluster) ? ExitCode.Misconfigured
        : summary.Clusters.Any(static cluster => cluster.End == SweepEnd.Cancelled) ? ExitCode.Cancelled
        : ExitCode.Incomplete;

    private static string NewId(TimeProvider time) => string.Create(
        CultureInfo.InvariantCulture, $"sweep-{time.GetUtcNow():yyyyMMdd'T'HHmmss'Z'}-{RandomNumberGenerator.GetHexString(6, lowercase: true)}");
}
