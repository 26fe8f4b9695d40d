using Tagalong.Cli.Commands;
using Tagalong.Cli.Connecting;
using Tagalong.Cli.Output;
using Tagalong.Core.Sweeping;

namespace Tagalong.Cli.Sweeping;

/// <summary>A sweep that writes nothing: the common part of <c>diff</c> and <c>audit</c>.</summary>
internal static class ReadOnlySweep
{
    /// <summary>Reports each object to <paramref name="objects"/>, on many threads, and writes progress and errors to <paramref name="error"/>.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled; a partial result would mislead.</exception>
    public static async Task<SweepSummary> RunAsync(
        ConnectionArguments arguments, SweepRequest request, IProgress<SweptObject> objects, TextWriter error, CancellationToken cancellationToken)
    {
        await using var connection = Connection.Open(arguments);
        var display = new ProgressLines(error, TimeProvider.System, isDryRun: true) { ShowsEnds = false };
        var summary = await new SweepRun(connection, display, TimeProvider.System).RunAsync(request, objects, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var cluster in summary.Clusters.Where(static cluster => cluster.End != SweepEnd.Complete))
        {
            await error.WriteLineAsync($"tagalong: {Printable.Of(cluster.Cluster.ToString())}: {Wording.ErrorOf(cluster)}");
        }

        if (summary.IsComplete && (request.Namespaces.Length > 0 || request.Selector.Length > 0) && summary.Clusters.All(static cluster => cluster.Counts.Listed == 0))
        {
            await error.WriteLineAsync("tagalong: No objects found; are the namespace and the selector right?");
        }

        return summary;
    }

    public static int ExitCodeOf(SweepSummary summary, bool hasFindings) =>
        !summary.IsComplete ? ExitCode.Failed : hasFindings ? ExitCode.NotAsExpected : ExitCode.Success;
}
