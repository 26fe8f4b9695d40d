using System.Text.Json;
using Tagalong.Cli.Output;
using Tagalong.Cli.Sweeping;
using Tagalong.Core.Sweeping;

namespace Tagalong.Cli.Diffing;

/// <summary>A diff for programs. Its shape is described in <c>docs/cli.md</c>.</summary>
internal static class DiffDocument
{
    public static void Write(Utf8JsonWriter json, IReadOnlyList<ObjectDifference> differences, SweepSummary summary)
    {
        json.WriteStartObject();
        json.WriteBoolean("complete", summary.IsComplete);
        json.WriteBoolean("differs", differences.Any(static difference => difference.IsChanged));
        json.WriteStartArray("objects");
        foreach (var difference in differences)
        {
            json.WriteStartObject();
            json.WriteString("cluster", difference.Cluster);
            ObjectWords.Write(json, difference.Object);
            json.WriteString("rule", difference.Rule);
            json.WriteString("owner", difference.Owner is { } owner ? ObjectWords.Of(owner) : null);
            json.WriteStartArray("labels");
            foreach (var label in difference.Labels)
            {
                Write(json, label);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        Look.WriteClusters(json, summary);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, LabelDifference label)
    {
        json.WriteStartObject();
        json.WriteString("key", label.Key);
        json.WriteString("change", label.Kept is not null ? "keep" : label.Before is null ? "add" : label.After is null ? "remove" : "change");
        json.WriteString("before", label.Before);
        json.WriteString("after", label.After);
        json.WriteString("from", label.From is { } from ? Kebab(from.ToString()) : null);
        if (label.Kept is { } kept)
        {
            json.WriteString("reason", Kebab(kept.Reason.ToString()));
            json.WriteString("detail", kept.Detail);
        }

        json.WriteEndObject();
    }

    private static string Kebab(string name) => JsonNamingPolicy.KebabCaseLower.ConvertName(name);
}
