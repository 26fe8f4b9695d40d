using System.Buffers;
using System.Text;
using System.Text.Json;
using Tagalong.Core.Applying;

namespace Tagalong.Core.Sweeping;

/// <summary>The summary of a sweep as JSON: one shape for all who tell of sweeps. <c>docs/sweep.md</c> describes it.</summary>
public static class SweepSummaryJson
{
    /// <summary>The summary on one line.</summary>
    public static string Write(SweepSummary summary)
    {
        var body = new ArrayBufferWriter<byte>(1024);
        using var json = new Utf8JsonWriter(body);
        Write(json, summary);
        json.Flush();
        return Encoding.UTF8.GetString(body.WrittenSpan);
    }

    /// <summary>Writes the summary as an object.</summary>
    public static void Write(Utf8JsonWriter json, SweepSummary summary)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(summary);
        json.WriteStartObject();
        json.WriteString("sweep"u8, summary.Id);
        json.WriteString("mode"u8, NameOf(summary.Mode));
        json.WriteBoolean("complete"u8, summary.IsComplete);
        json.WriteNumber("seconds"u8, Math.Round(summary.Duration.TotalSeconds, 3));
        json.WriteStartArray("clusters"u8);
        foreach (var cluster in summary.Clusters)
        {
            Write(json, cluster);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ClusterSummary cluster)
    {
        var counts = cluster.Counts;
        json.WriteStartObject();
        json.WriteString("cluster"u8, cluster.Cluster.Value ?? "");
        json.WriteString("end"u8, cluster.End.ToString());
        json.WriteString("reason"u8, cluster.Reason?.ToString());
        json.WriteString("detail"u8, cluster.Detail);
        json.WriteStartObject("objects"u8);
        json.WriteNumber("listed"u8, counts.Listed);
        json.WriteNumber("labeled"u8, counts.Labeled);
        json.WriteNumber("unchanged"u8, counts.Unchanged);
        json.WriteNumber("ignored"u8, counts.Ignored);
        json.WriteNumber("gone"u8, counts.Gone);
        json.WriteNumber("denied"u8, counts.Denied);
        json.WriteNumber("rejected"u8, counts.Rejected);
        json.WriteNumber("deferred"u8, counts.Deferred);
        json.WriteEndObject();
        json.WriteStartObject("labels"u8);
        json.WriteNumber("added"u8, counts.LabelsAdded);
        json.WriteNumber("changed"u8, counts.LabelsChanged);
        json.WriteNumber("removed"u8, counts.LabelsRemoved);
        json.WriteStartObject("kept"u8);
        foreach (var (reason, count) in cluster.Kept)
        {
            json.WriteNumber(reason.ToString(), count);
        }

        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartObject("calls"u8);
        json.WriteNumber("pages"u8, counts.Pages);
        json.WriteNumber("reads"u8, counts.Reads);
        json.WriteNumber("writes"u8, counts.Writes);
        json.WriteEndObject();
        json.WriteNumber("seconds"u8, Math.Round(cluster.Duration.TotalSeconds, 3));
        json.WriteEndObject();
    }

    private static string NameOf(WriteMode mode) => mode switch
    {
        WriteMode.Apply => "apply",
        WriteMode.Plan => "dry-run",
        WriteMode.Try => "server-dry-run",
    };
}
