using System.Text.Json;
using Tagalong.Core.Explaining;
using Tagalong.Core.Labels;
using Tagalong.Core.Objects;

namespace Tagalong.Cli.Explaining;

/// <summary>An explanation for programs: docs/cli.md describes it.</summary>
internal static class ExplanationDocument
{
    /// <summary>Writes one.</summary>
    public static void Write(Utf8JsonWriter json, ObjectExplanation explanation, string? cluster)
    {
        json.WriteStartObject();
        if (cluster is not null)
        {
            json.WriteString("cluster", cluster);
        }

        json.WriteStartObject("object");
        WriteReference(json, explanation.Object);
        json.WriteEndObject();
        json.WriteString("reason", NameOf(explanation.Reason));
        json.WriteString("detail", explanation.Detail);
        json.WriteBoolean("needsWrite", explanation.NeedsWrite);
        WriteRule(json, explanation);
        json.WriteStartArray("labels");
        foreach (var label in explanation.Labels)
        {
            WriteLabel(json, label, explanation);
        }

        json.WriteEndArray();
        WriteParents(json, explanation);
        WriteList(json, "givesTo", explanation.GivesTo.Select(static kind => kind.ToString()));
        WriteList(json, "unknown", explanation.Unknown.Select(static source => NameOf(source)));
        json.WriteEndObject();
    }

    /// <summary>As every document of the tool has such names.</summary>
    private static string NameOf(Enum value) => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    private static void WriteRule(Utf8JsonWriter json, ObjectExplanation explanation)
    {
        if (explanation.Match is not { } match)
        {
            json.WriteNull("rule");
            return;
        }

        json.WriteStartObject("rule");
        json.WriteString("name", match.Rule.Name);
        json.WriteString("origin", match.Rule.Origin);
        json.WriteEndObject();
    }

    private static void WriteLabel(Utf8JsonWriter json, LabelExplanation label, ObjectExplanation of)
    {
        json.WriteStartObject();
        json.WriteString("key", label.Key);
        json.WriteString("verdict", NameOf(label.Verdict));
        json.WriteString("value", label.Value);
        json.WriteString("wanted", label.Wanted);
        json.WriteString("from", label.Source is { } source ? NameOf(source) : null);
        json.WriteString("reason", label.Reason is { } reason ? NameOf(reason) : null);
        json.WriteString("detail", label.Detail);
        json.WriteString("why", WhyText.Of(label, of));
        if (label.Managers is { } managers)
        {
            WriteList(json, "managers", managers);
        }
        else
        {
            json.WriteNull("managers");
        }

        json.WriteStartArray("sources");
        foreach (var origin in label.Origins)
        {
            json.WriteStartObject();
            json.WriteString("from", NameOf(origin.Source));
            json.WriteString("key", origin.SourceKey);
            json.WriteString("value", origin.Label.Value);
            json.WriteString("skipped", origin.Skipped is { } skipped ? NameOf(skipped) : null);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteParents(Utf8JsonWriter json, ObjectExplanation explanation)
    {
        json.WriteStartArray("owners");
        foreach (var parent in explanation.Parents)
        {
            json.WriteStartObject();
            WriteReference(json, parent.Object);
            json.WriteString("fault", parent.Fault is { } fault ? NameOf(fault) : null);
            if (parent.Labels is { } labels)
            {
                json.WriteStartObject("labels");
                foreach (var label in labels)
                {
                    json.WriteString(label.Key, label.Value);
                }

                json.WriteEndObject();
            }
            else
            {
                json.WriteNull("labels");
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteReference(Utf8JsonWriter json, ObjectReference reference)
    {
        json.WriteString("apiVersion", reference.ApiVersion);
        json.WriteString("kind", reference.Kind);
        json.WriteString("namespace", reference.Namespace);
        json.WriteString("name", reference.Name);
        json.WriteString("uid", reference.Uid);
    }

    private static void WriteList(Utf8JsonWriter json, string name, IEnumerable<string> items)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStringValue(item);
        }

        json.WriteEndArray();
    }
}
