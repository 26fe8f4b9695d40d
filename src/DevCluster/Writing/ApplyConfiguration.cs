using System.Text.Json.Nodes;
using Tagalong.DevCluster.Errors;
using Tagalong.DevCluster.Kinds;

namespace Tagalong.DevCluster.Writing;

/// <summary>The body of a server-side apply, reduced to what it can own.</summary>
internal static class ApplyConfiguration
{
    /// <exception cref="StatusException">400, if it is not an object of that kind and name, or brings managed fields.</exception>
    public static void Normalize(ResourceKind kind, string? @namespace, string name, JsonObject configuration, string subresource)
    {
        if (configuration.StringAt("apiVersion") is var version && version != kind.ApiVersion)
        {
            throw Refusals.BadRequest($"Incorrect version specified in apply patch. Specified patch version: {version}, expected: {kind.ApiVersion}");
        }

        GiveEmptyValues(configuration.ObjectAt("metadata"));
        ObjectShape.Check(kind, @namespace, configuration, isNew: false);
        if (configuration.ObjectAt("metadata").StringAt("name") is null or "")
        {
            configuration.ObjectAt("metadata")["name"] = name;
        }

        ObjectShape.CheckName(configuration, name);
        if (configuration.At("metadata.managedFields") is JsonArray { Count: > 0 })
        {
            throw Refusals.BadRequest("metadata.managedFields must be nil");
        }

        DropNulls(configuration);
        if (subresource == "status")
        {
            Keep(configuration, "apiVersion", "kind", "metadata", "status");
            Keep(configuration.ObjectAt("metadata"), "name", "namespace", "uid", "resourceVersion");
        }
        else if (kind.HasStatus)
        {
            configuration.Remove("status");
        }
    }

    // A label that is null is one without a value.
    private static void GiveEmptyValues(JsonObject metadata)
    {
        foreach (var map in (ReadOnlySpan<JsonNode?>)[metadata["labels"], metadata["annotations"]])
        {
            foreach (var name in (map as JsonObject ?? []).Where(field => field.Value is null).Select(field => field.Key).ToList())
            {
                map![name] = "";
            }
        }
    }

    private static void Keep(JsonObject value, params string[] names)
    {
        foreach (var name in value.Select(field => field.Key).Except(names).ToList())
        {
            value.Remove(name);
        }
    }

    private static void DropNulls(JsonNode value)
    {
        if (value is JsonObject map)
        {
            foreach (var name in map.Where(field => field.Value is null).Select(field => field.Key).ToList())
            {
                map.Remove(name);
            }
        }

        var children = value switch
        {
            JsonObject parent => parent.Select(field => field.Value),
            JsonArray list => list,
            _ => [],
        };
        foreach (var child in children)
        {
            if (child is not null)
            {
                DropNulls(child);
            }
        }
    }
}
