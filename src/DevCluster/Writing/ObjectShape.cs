using System.Text.Json;
using System.Text.Json.Nodes;
using Tagalong.DevCluster.Errors;
using Tagalong.DevCluster.Kinds;

namespace Tagalong.DevCluster.Writing;

/// <summary>Whether a body is an object of the kind and place that its URL speaks of.</summary>
internal static class ObjectShape
{
    private static readonly string[] StringMaps = ["labels", "annotations"];
    private static readonly string[] Lists = ["finalizers", "ownerReferences", "managedFields"];

    /// <exception cref="StatusException">400, if the body is something else.</exception>
    public static void Check(ResourceKind kind, string? @namespace, JsonObject value)
    {
        CheckType(kind, value);
        CheckMetadata(kind, value);
        var metadata = value.ObjectAt("metadata");
        var given = metadata.StringAt("namespace");
        if (!string.IsNullOrEmpty(given) && given != (@namespace ?? ""))
        {
            throw Refusals.BadRequest("the namespace of the provided object does not match the namespace sent on the request");
        }

        if (@namespace is not null)
        {
            metadata["namespace"] = @namespace;
        }
    }

    /// <exception cref="StatusException">400, if there is a name and it is another one.</exception>
    public static void CheckName(JsonObject value, string name)
    {
        var metadata = value.ObjectAt("metadata");
        if (metadata.StringAt("name") is { Length: > 0 } given && given != name)
        {
            throw Refusals.BadRequest($"the name of the object ({given}) does not match the name on the URL ({name})");
        }

        metadata["name"] = name;
    }

    /// <summary>Takes out of metadata whatever says nothing, as the server's own types do when they are written.</summary>
    public static void DropEmptyMetadata(JsonObject value)
    {
        var metadata = value.ObjectAt("metadata");
        foreach (var (name, field) in metadata.ToList())
        {
            if (field is null or JsonObject { Count: 0 } or JsonArray { Count: 0 } || name == "selfLink")
            {
                metadata.Remove(name);
            }
        }
    }

    private static void CheckType(ResourceKind kind, JsonObject value)
    {
        var (apiVersion, name) = (value.StringAt("apiVersion"), value.StringAt("kind"));
        if (apiVersion is not (null or "") && apiVersion != kind.ApiVersion)
        {
            throw Refusals.BadRequest($"the API version in the data ({apiVersion}) does not match the expected API version ({kind.ApiVersion})");
        }

        if (name is not (null or "") && name != kind.Kind)
        {
            throw Refusals.BadRequest($"the kind in the data ({name}) does not match the expected kind ({kind.Kind})");
        }

        (value["apiVersion"], value["kind"]) = (kind.ApiVersion, kind.Kind);
    }

    private static void CheckMetadata(ResourceKind kind, JsonObject value)
    {
        if (value["metadata"] is not (JsonObject or null))
        {
            throw Undecodable(kind, value["metadata"], "metadata", "ObjectMeta");
        }

        var metadata = value.ObjectAt("metadata");
        foreach (var field in StringMaps)
        {
            if (metadata[field] is not (JsonObject or null))
            {
                throw Undecodable(kind, metadata[field], $"metadata.{field}", "map[string]string");
            }

            var wrong = (metadata[field] as JsonObject ?? []).Select(entry => entry.Value).FirstOrDefault(entry => entry?.GetValueKind() is not JsonValueKind.String);
            if (wrong is not null)
            {
                throw Undecodable(kind, wrong, $"metadata.{field}", "string");
            }
        }

        foreach (var field in Lists)
        {
            if (metadata[field] is not (JsonArray or null))
            {
                throw Undecodable(kind, metadata[field], $"metadata.{field}", "slice");
            }
        }
    }

    private static StatusException Undecodable(ResourceKind kind, JsonNode? found, string field, string expected)
    {
        var type = found?.GetValueKind() switch
        {
            JsonValueKind.Number => "number",
            JsonValueKind.True or JsonValueKind.False => "bool",
            JsonValueKind.Object => "object",
            JsonValueKind.Array => "array",
            JsonValueKind.String => "string",
            _ => "null",
        };
        return Refusals.BadRequest(
            $"{kind.Kind} in version \"{kind.Version}\" cannot be handled as a {kind.Kind}: json: cannot unmarshal {type} into Go struct field " +
            $"ObjectMeta.{field} of type {expected}");
    }
}
