using Microsoft.Extensions.DependencyInjection;
using Tagalong.Cli.Commands;
using Tagalong.Cli.Connecting;
using Tagalong.Core.Fleet;
using Tagalong.Core.Outcomes;
using Tagalong.Core.Sweeping;

namespace Tagalong.Cli.Sweeping;

/// <summary>Sweeps the selected clusters and shows the progress.</summary>
internal sealed class SweepRun(Connection connection, IProgressDisplay display, TimeProvider time)
{
    /// <summary>
    /// Sweeps the clusters of the connection and reports each object to <paramref name="objects"/>, on many threads. After a
    /// cancellation the summary covers what was done.
    /// </summary>
    /// <exception cref="CommandException">The fleet has no such cluster.</exception>
    public async Task<SweepSummary> RunAsync(SweepRequest request, IProgress<SweptObject>? objects, CancellationToken cancellationToken)
    {
        var known = connection.Services.GetRequiredService<ClusterRegistry>().Clusters.Select(static cluster => cluster.Name.ToString());
        var progress = new ProgressTracker(connection.Clusters.IsEmpty ? known : connection.Clusters, time);
        var sweep = connection.Services.GetRequiredService<Sweeper>().RunAsync(
            request with { Clusters = connection.Clusters }, SweepId.New(time), progress, objects, cancellationToken);
        await display.ShowAsync(progress, sweep);
        var summary = await sweep;
        var unknown = summary.Clusters.Where(static cluster => cluster.Reason == OutcomeReason.UnknownCluster).ToList();
        return unknown.Count == 0
            ? summary
            : throw new CommandException([.. unknown.Select(static cluster => cluster.Detail ?? $"There is no cluster '{cluster.Cluster}'.")]);
    }
}
