using Tagalong.Core.Fleet;
using Tagalong.Core.Outcomes;

namespace Tagalong.Core.Sweeping;

/// <summary>
/// The running sweeps, one per cluster. A few equal requests join the running sweep; a different one, or one more, is rejected.
/// When nobody waits for a sweep any more, it is cancelled.
/// </summary>
internal sealed class SweepRuns
{
    /// <summary>The most requests that wait for one sweep: each holds a place among the events in progress.</summary>
    private const int MostWaiting = 4;

    private readonly Dictionary<Cluster, Run> _runs = [];

    /// <summary>Starts or joins a sweep, and waits for its end.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="request">What to sweep.</param>
    /// <param name="sweep">The sweep. It ends soon after its token is cancelled, and does not throw then.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<ClusterSummary> RunAsync(
        Cluster cluster, SweepRequest request, Func<CancellationToken, Task<ClusterSummary>> sweep, CancellationToken cancellationToken)
    {
        Run? run;
        bool isJoined;
        lock (_runs)
        {
            isJoined = _runs.TryGetValue(cluster, out run);
            if (run is not null && (run.Waiting is 0 or MostWaiting || !run.Request.AsksTheSameAs(request)))
            {
                return new ClusterSummary(cluster.Name, SweepEnd.Refused)
                {
                    Reason = OutcomeReason.SweepUnderWay,
                    Detail = "Another sweep of the cluster is running, with other options, about to be cancelled, or with enough requests that wait for it.",
                };
            }

            run ??= _runs[cluster] = new Run(request);
            run.Waiting++;
            run.Sweep ??= Task.Run(() => RunToEndAsync(cluster, sweep(run.Abandoned.Token)), CancellationToken.None);
        }

        try
        {
            return await run.Sweep.WaitAsync(cancellationToken).ConfigureAwait(false) with { WasJoined = isJoined };
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            bool isLast;
            lock (_runs)
            {
                isLast = --run.Waiting == 0;
            }

            if (!isLast)
            {
                return new ClusterSummary(cluster.Name, SweepEnd.Cancelled) { WasJoined = isJoined, Detail = "The sweep continues, because others wait for it." };
            }

            await run.Abandoned.CancelAsync().ConfigureAwait(false);
            return await run.Sweep.ConfigureAwait(false);
        }
    }

    private async Task<ClusterSummary> RunToEndAsync(Cluster cluster, Task<ClusterSummary> sweep)
    {
        try
        {
            return await sweep.ConfigureAwait(false);
        }
        finally
        {
            lock (_runs)
            {
                _runs.Remove(cluster);
            }
        }
    }

    private sealed class Run(SweepRequest request)
    {
        public SweepRequest Request => request;

        public CancellationTokenSource Abandoned { get; } = new();

        public int Waiting { get; set; }

        public Task<ClusterSummary>? Sweep { get; set; }
    }
}
