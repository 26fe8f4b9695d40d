using System.Text.Json;
using Tagalong.Cli.Output;

namespace Tagalong.Cli.Demo;

/// <summary>A report for programs. Its shape is described in <c>docs/cli.md</c>.</summary>
internal sealed class DocumentReport(TextWriter output, OutputFormat format) : IReportWriter
{
    /// <inheritdoc/>
    public void Write(DemoReport report, LeftRunning? left) => Document.Write(output, format, json =>
    {
        json.WriteStartObject();
        json.WriteBoolean("asExpected", report.IsAsExpected);
        WriteFaults(json, report);
        WriteLabels(json, report);
        WriteEvents(json, report);
        WriteCalls(json, report);
        WriteLeftRunning(json, left);
        json.WriteEndObject();
    });

    private static void WriteFaults(Utf8JsonWriter json, DemoReport report)
    {
        json.WriteStartArray("faults");
        foreach (var fault in report.Faults)
        {
            json.WriteStringValue(fault);
        }

        json.WriteEndArray();
    }

    private static void WriteLabels(Utf8JsonWriter json, DemoReport report)
    {
        json.WriteStartArray("labels");
        foreach (var label in report.Labels)
        {
            json.WriteStartObject();
            json.WriteString("object", label.Expected.Object.ToString());
            json.WriteString("key", label.Expected.Key);
            json.WriteString("before", label.Before);
            json.WriteString("after", label.After);
            json.WriteString("expected", label.Expected.After);
            json.WriteString("reason", JsonNamingPolicy.KebabCaseLower.ConvertName(label.Expected.Reason.ToString()));
            json.WriteString("owner", label.Expected.Owner);
            json.WriteBoolean("asExpected", label.Fault is null);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteEvents(Utf8JsonWriter json, DemoReport report)
    {
        json.WriteStartObject("events");
        json.WriteNumber("changes", report.Changes);
        json.WriteNumber("sent", report.Events);
        json.WriteStartObject("outcomes");
        foreach (var (kind, count) in report.Outcomes)
        {
            json.WriteNumber(kind, count);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteCalls(Utf8JsonWriter json, DemoReport report)
    {
        json.WriteStartObject("calls");
        json.WriteNumber("reads", report.Reads);
        json.WriteNumber("writes", report.Writes);
        json.WriteEndObject();
    }

    private static void WriteLeftRunning(Utf8JsonWriter json, LeftRunning? left)
    {
        if (left is null)
        {
            return;
        }

        json.WriteStartObject("kept");
        json.WriteString("kubeconfig", left.Kubeconfig);
        json.WriteString("url", left.Function.AbsoluteUri);
        json.WriteEndObject();
    }
}
