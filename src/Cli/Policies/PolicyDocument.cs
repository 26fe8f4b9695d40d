using System.Text.Json;
using Tagalong.Core.Objects;
using Tagalong.Core.Rules;

namespace Tagalong.Cli.Policies;

/// <summary>A policy as a document.</summary>
internal static class PolicyDocument
{
    /// <summary>Writes a policy as a policy file, which may be loaded again.</summary>
    public static void WriteFile(Utf8JsonWriter json, LabelPolicy policy)
    {
        json.WriteStartObject();
        json.WriteString("apiVersion", "tagalong.dev/v1");
        json.WriteString("kind", "LabelPolicy");
        json.WriteStartObject("metadata");
        json.WriteString("name", "effective");
        json.WriteEndObject();
        json.WriteStartArray("rules");
        foreach (var rule in policy.Rules)
        {
            json.WriteStartObject();
            json.WriteString("name", rule.Name);
            WriteRule(json, rule);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Writes a policy with all that counts besides: where each rule is written, what is excluded by default, what is protected.</summary>
    public static void WriteEffective(Utf8JsonWriter json, LabelPolicy policy)
    {
        json.WriteStartObject();
        json.WriteStartArray("rules");
        foreach (var rule in policy.Rules)
        {
            json.WriteStartObject();
            json.WriteString("name", rule.Name);
            json.WriteString("origin", rule.Origin);
            WriteRule(json, rule);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteList(json, "excludedByDefault", DefaultExclusions.Patterns.Select(static pattern => pattern.Text));
        WriteList(json, "protected", ProtectedKeys.Everywhere);
        WriteList(json, "protectedOnAnalysisRuns", ProtectedKeys.OnAnalysisRuns);
        json.WriteEndObject();
    }

    /// <summary>A source as policies name it.</summary>
    public static string NameOf(LabelSourceKind kind) => kind switch
    {
        LabelSourceKind.PodTemplate => "podTemplate",
        LabelSourceKind.Owner => "owner",
        LabelSourceKind.OwnersOwner => "ownersOwner",
        LabelSourceKind.Namespace => "namespace",
        LabelSourceKind.Static => "static",
    };

    private static void WriteRule(Utf8JsonWriter json, LabelRule rule)
    {
        json.WriteStartObject("target");
        WriteType(json, rule.Target);
        json.WriteEndObject();
        json.WriteStartArray("owners");
        foreach (var owner in rule.Owners)
        {
            json.WriteStartObject();
            WriteType(json, owner);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("sources");
        foreach (var source in rule.Sources)
        {
            WriteSource(json, source);
        }

        json.WriteEndArray();
        WriteList(json, "include", rule.Include.Select(static pattern => pattern.Text));
        WriteList(json, "exclude", rule.Exclude.Select(static pattern => pattern.Text));
        json.WriteStartObject("rename");
        foreach (var (from, to) in rule.Rename.OrderBy(static rename => rename.Key, StringComparer.Ordinal))
        {
            json.WriteString(from, to);
        }

        json.WriteEndObject();
    }

    private static void WriteSource(Utf8JsonWriter json, LabelSource source)
    {
        json.WriteStartObject();
        json.WriteString("from", NameOf(source.Kind));
        if (source.Kind == LabelSourceKind.Namespace)
        {
            WriteList(json, "keys", source.Keys);
        }

        if (source.Kind == LabelSourceKind.Static)
        {
            json.WriteStartObject("values");
            foreach (var label in source.Values)
            {
                json.WriteString(label.Key, label.Value);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteType(Utf8JsonWriter json, ResourceType type)
    {
        if (type.Group.Length > 0)
        {
            json.WriteString("group", type.Group);
        }

        json.WriteString("version", type.Version);
        json.WriteString("kind", type.Kind);
        json.WriteString("resource", type.Resource);
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
