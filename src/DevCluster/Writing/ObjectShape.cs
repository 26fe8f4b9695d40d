using System.Text.Json;

namespace Tagalong.DevCluster.Writing;

/// <summary>Checks that a body is an object of the kind, namespace and name in the URL.</summary>
internal static class ObjectShape
{
    private static readonly string[] StringMaps = ["labels", "annotations"];
    private static readonly string[] Lists = ["finalizers", "ownerReferences", "managedFields"];

    /// <summary>The fields of metadata. The server drops all others.</summary>
    private static readonly string[] Known =
    [
        "name", "generateName", "namespace", "selfLink", "uid", "resourceVersion", "generation", "creationTimestamp", "deletionTimestamp",
        "deletionGracePeriodSeconds", "labels", "annotations", "ownerReferences", "finalizers", "managedFields",
    ];

    /// <exception cref="StatusException">400 or 422, if the body is something else.</exception>
    public static void Check(ResourceKind kind, string? @namespace, JsonObject value, bool isNew)
    {
        CheckType(kind, value);
        CheckMetadata(kind, value);
        var metadata = value.ObjectAt("metadata");
        var given = metadata.StringAt("namespace");
        if (!string.IsNullOrEmpty(given) && given != (@namespace ?? ""))
        {
            throw StatusErrors.BadRequest(isNew
                ? "the namespace of the provided object does not match the namespace sent on the request"
                : $"the namespace of the object ({given}) does not match the namespace on the request ({@namespace})");
        }

        metadata.RemoveFields((name, _) => !Known.Contains(name));
        if (@namespace is not null)
        {
            metadata["namespace"] = @namespace;
        }

        if (kind.BuiltIn)
        {
            // The server's own type of the kind does not tell null from absent.
            value["spec"]?.RemoveNulls();
        }
    }

    /// <exception cref="StatusException">400, if the name is missing or differs.</exception>
    public static void CheckName(JsonObject value, string name)
    {
        var metadata = value.ObjectAt("metadata");
        if (metadata.StringAt("name") is not { Length: > 0 } given)
        {
            throw StatusErrors.BadRequest($"the name of the object ({name} based on URL) was undeterminable: name must be provided");
        }

        if (given != name)
        {
            throw StatusErrors.BadRequest($"the name of the object ({given}) does not match the name on the URL ({name})");
        }
    }

    /// <summary>Removes empty fields from metadata, as the server's own types do.</summary>
    public static void DropEmptyMetadata(JsonObject value) => value.ObjectAt("metadata").RemoveFields(
        (name, field) => field is null or JsonObject { Count: 0 } or JsonArray { Count: 0 } || name == "selfLink");

    private static void CheckType(ResourceKind kind, JsonObject value)
    {
        var (apiVersion, name) = (value.StringAt("apiVersion"), value.StringAt("kind"));
        if (apiVersion is not (null or "") && apiVersion != kind.ApiVersion)
        {
            throw StatusErrors.BadRequest($"the API version in the data ({apiVersion}) does not match the expected API version ({kind.ApiVersion})");
        }

        if (name is not (null or "") && name != kind.Kind)
        {
            throw kind.BuiltIn
                ? StatusErrors.BadRequest(
                    $"{name} in version \"{kind.Version}\" cannot be handled as a {kind.Kind}: " +
                    $"converting ({kind.Version}.{name}) to ({kind.Group}.{kind.Kind}): unknown conversion")
                : StatusErrors.InvalidKind(kind, name, value.TextAt("metadata.name"));
        }

        if (!kind.BuiltIn && (string.IsNullOrEmpty(apiVersion) || string.IsNullOrEmpty(name)))
        {
            var missing = string.IsNullOrEmpty(name) ? "Kind" : "apiVersion";
            throw StatusErrors.BadRequest(
                $"{kind.Kind} in version \"{kind.Version}\" cannot be handled as a {kind.Kind}: " +
                $"Object '{missing}' is missing in '{value.ToText()}'");
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

            if (metadata[field].Children().FirstOrDefault(value => value?.GetValueKind() is not JsonValueKind.String) is { } wrong)
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
        return StatusErrors.BadRequest(
            $"{kind.Kind} in version \"{kind.Version}\" cannot be handled as a {kind.Kind}: json: cannot unmarshal {type} into Go struct field " +
            $"ObjectMeta.{field} of type {expected}");
    }
}
