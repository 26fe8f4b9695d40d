using Microsoft.Extensions.DependencyInjection;
using Tagalong.Cli.Connecting;
using Tagalong.Core.Fleet;
using Tagalong.Core.Objects;
using Tagalong.Core.Outcomes;
using Tagalong.Core.Sweeping;

namespace Tagalong.Cli.Sweeping;

/// <summary>A sweep for somebody who waits for it: what every verb does that looks through clusters.</summary>
/// <param name="connection">The clusters and the policy.</param>
/// <param name="display">Shows how far it is.</param>
/// <param name="time">The clock.</param>
internal sealed class SweepRun(Connection connection, ISweepDisplay display, TimeProvider time)
{
    /// <summary>Sweeps the clusters that were chosen.</summary>
    /// <param name="request">What else is asked for; its clusters are those of the connection.</param>
    /// <param name="objects">Told of each object, on many threads; or null.</param>
    /// <param name="cancellationToken">Calls it off; the summary tells what was done by then.</param>
    /// <exception cref="RefusedException">The fleet has no such cluster.</exception>
    public async Task<SweepSummary> RunAsync(SweepRequest request, IProgress<SweptObject>? objects, CancellationToken cancellationToken)
    {
        var known = connection.Services.GetRequiredService<ClusterRegistry>().Clusters.Select(static cluster => cluster.Name.ToString());
        var board = new SweepBoard(connection.Clusters.IsEmpty ? known : connection.Clusters, time);
        var sweep = connection.Services.GetRequiredService<Sweeper>().RunAsync(
            request with { Clusters = connection.Clusters }, SweepId.New(time), board, objects, cancellationToken);
        await display.ShowAsync(board, sweep);
        var summary = await sweep;
        var strangers = summary.Clusters.Where(static cluster => cluster.Reason == OutcomeReason.UnknownCluster).ToList();
        return strangers.Count == 0
            ? summary with { Clusters = [.. summary.Clusters, .. connection.Broken.Select(static broken => NotBegun(broken.Context, broken.Fault))] }
            : throw new RefusedException([.. strangers.Select(static cluster => cluster.Detail ?? $"There is no cluster '{cluster.Cluster}'.")]);
    }

    private static ClusterSummary NotBegun(string context, string fault) => new(new ClusterName(context), SweepEnd.Refused) { Detail = fault };
}
