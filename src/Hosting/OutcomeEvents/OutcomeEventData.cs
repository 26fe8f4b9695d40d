using System.Buffers;
using System.Text.Json;
using Tagalong.Core.Events;
using Tagalong.Core.Objects;
using Tagalong.Core.Outcomes;
using Tagalong.Core.Rules;
using Tagalong.Core.Text;

namespace Tagalong.Hosting.OutcomeEvents;

/// <summary>Writes the data of an outcome's event, as <c>docs/outcome-event.schema.json</c> defines it.</summary>
internal static class OutcomeEventData
{
    /// <summary>The longest text of a sender or a server.</summary>
    private const int MaxText = 1024;

    public static ReadOnlyMemory<byte> Write(EventEnvelope trigger, Outcome outcome)
    {
        var data = new ArrayBufferWriter<byte>(1024);
        using var json = new Utf8JsonWriter(data);
        json.WriteStartObject();
        json.WriteString("outcome"u8, outcome.Kind.ToString());
        json.WriteString("reason"u8, outcome.Reason.ToString());
        WriteIfAny(json, "detail", outcome.Detail);
        WriteIfAny(json, "cluster", outcome.Cluster.Value);
        if (outcome.Object is { } target)
        {
            WriteObject(json, target, outcome.ResourceVersion);
        }

        WriteIfAny(json, "rule", outcome.Rule);
        WriteLabels(json, "added", outcome.Added);
        WriteLabels(json, "changed", outcome.Changed);
        json.WriteStartArray("removed"u8);
        foreach (var key in outcome.Removed)
        {
            json.WriteStringValue(key);
        }

        json.WriteEndArray();
        WriteKept(json, outcome);
        json.WriteStartObject("trigger"u8);
        json.WriteString("id"u8, trigger.Id);
        json.WriteString("source"u8, trigger.Source);
        json.WriteString("type"u8, trigger.Type);
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return data.WrittenMemory;
    }

    private static void WriteObject(Utf8JsonWriter json, ObjectReference target, string? resourceVersion)
    {
        json.WriteStartObject("object"u8);
        json.WriteString("apiVersion"u8, target.ApiVersion);
        json.WriteString("kind"u8, target.Kind);
        WriteIfAny(json, "namespace", target.Namespace);
        json.WriteString("name"u8, target.Name);
        WriteIfAny(json, "uid", target.Uid);
        WriteIfAny(json, "resourceVersion", resourceVersion);
        json.WriteEndObject();
    }

    private static void WriteLabels(Utf8JsonWriter json, string name, LabelSet labels)
    {
        json.WriteStartObject(name);
        foreach (var label in labels)
        {
            json.WriteString(label.Key, label.Value);
        }

        json.WriteEndObject();
    }

    /// <summary>Only what others own: what a rule leaves out is no news.</summary>
    private static void WriteKept(Utf8JsonWriter json, Outcome outcome)
    {
        json.WriteStartArray("kept"u8);
        foreach (var label in outcome.Kept.Where(static label => label.Reason == SkipReason.OwnedByAnother))
        {
            json.WriteStartObject();
            json.WriteString("key"u8, label.Key);
            WriteIfAny(json, "owner", label.Detail);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteIfAny(Utf8JsonWriter json, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            json.WriteString(name, UntrustedText.Truncate(value, MaxText));
        }
    }
}
