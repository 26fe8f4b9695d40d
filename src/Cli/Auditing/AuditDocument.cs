using System.Text.Json;
using Tagalong.Cli.Output;
using Tagalong.Cli.Sweeping;
using Tagalong.Core.Sweeping;

namespace Tagalong.Cli.Auditing;

/// <summary>An audit for programs. Its shape is described in <c>docs/cli.md</c>.</summary>
internal static class AuditDocument
{
    public static void Write(Utf8JsonWriter json, Audit audit, IReadOnlyList<LackingLabel> shown, SweepSummary summary)
    {
        json.WriteStartObject();
        json.WriteBoolean("complete", summary.IsComplete);
        json.WriteStartArray("keys");
        foreach (var (key, count) in audit.Counts)
        {
            json.WriteStartObject();
            json.WriteString("key", key);
            json.WriteNumber("objects", count.Objects);
            json.WriteNumber("carry", count.Carry);
            json.WriteNumber("supplied", count.Supplied);
            json.WriteNumber("lacking", count.Lacking);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("labels");
        foreach (var lacking in shown)
        {
            json.WriteStartObject();
            json.WriteString("cluster", lacking.Cluster);
            ObjectWords.Write(json, lacking.Object);
            json.WriteString("key", lacking.Key);
            json.WriteBoolean("supplied", lacking.IsSupplied);
            json.WriteString("reason", lacking.Reason);
            json.WriteString("detail", lacking.Text);
            json.WriteString("from", lacking.From is { } from ? JsonNamingPolicy.KebabCaseLower.ConvertName(from.ToString()) : null);
            json.WriteString("value", lacking.Value);
            json.WriteString("rule", lacking.Rule);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        Look.WriteClusters(json, summary);
        json.WriteEndObject();
    }
}
