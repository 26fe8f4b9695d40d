using System.Text.Json;
using Tagalong.Cli.Connecting;
using Tagalong.Cli.Output;
using Tagalong.Core.Sweeping;

namespace Tagalong.Cli.Sweeping;

/// <summary>A look through clusters that changes nothing: what <c>diff</c> and <c>audit</c> have in common.</summary>
internal static class Look
{
    /// <summary>Looks.</summary>
    /// <param name="arguments">Which clusters, by which policy.</param>
    /// <param name="request">Which objects; its mode writes nothing.</param>
    /// <param name="objects">Told of each object, on many threads.</param>
    /// <param name="error">Where progress and faults go.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled: half an answer is none.</exception>
    public static async Task<SweepSummary> RunAsync(
        ConnectionArguments arguments, SweepRequest request, IProgress<SweptObject> objects, TextWriter error, CancellationToken cancellationToken)
    {
        await using var connection = Connection.Open(arguments);
        var summary = await new SweepRun(connection, new ProgressLines(error, TimeProvider.System) { IsQuick = true }, TimeProvider.System)
            .RunAsync(request, objects, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var cluster in summary.Clusters.Where(static cluster => cluster.End != SweepEnd.Complete))
        {
            await error.WriteLineAsync($"tagalong: {Printable.Of(cluster.Cluster.ToString())}: {SweepText.FaultOf(cluster)}");
        }

        if (summary.IsComplete && (request.Namespaces.Length > 0 || request.Selector.Length > 0) && summary.Clusters.All(static cluster => cluster.Counts.Listed == 0))
        {
            await error.WriteLineAsync("tagalong: There is no object to look at; are the namespace and the selector right?");
        }

        return summary;
    }

    /// <summary>The exit code, where the answer is known.</summary>
    /// <param name="summary">The sweep.</param>
    /// <param name="isFound">Whether there is what was looked for.</param>
    public static int ExitCodeOf(SweepSummary summary, bool isFound) =>
        !summary.IsComplete ? ExitCode.Failed : isFound ? ExitCode.NotAsExpected : ExitCode.Success;

    /// <summary>Writes the member <c>clusters</c>: how the look at each ended.</summary>
    public static void WriteClusters(Utf8JsonWriter json, SweepSummary summary)
    {
        json.WriteStartArray("clusters");
        foreach (var cluster in summary.Clusters)
        {
            json.WriteStartObject();
            json.WriteString("cluster", cluster.Cluster.ToString());
            json.WriteString("end", cluster.End.ToString());
            json.WriteString("reason", cluster.Reason?.ToString());
            json.WriteString("detail", cluster.Detail);
            json.WriteNumber("objects", cluster.Counts.Listed);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
