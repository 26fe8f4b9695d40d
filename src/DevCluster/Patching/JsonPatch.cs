using System.Globalization;

namespace Tagalong.DevCluster.Patching;

/// <summary>JSON Patch, RFC 6902.</summary>
internal static class JsonPatch
{
    /// <exception cref="StatusException">400, if an operation is malformed; 422, if it is unknown or cannot be applied.</exception>
    public static JsonObject Apply(JsonObject target, JsonArray operations)
    {
        JsonNode? document = target;
        foreach (var operation in operations)
        {
            document = Apply(document, operation as JsonObject ?? throw StatusErrors.BadRequest("an operation of a JSON patch must be an object"));
        }

        return document as JsonObject ?? throw StatusErrors.Unprocessable();
    }

    private static JsonNode? Apply(JsonNode? document, JsonObject operation)
    {
        var path = operation.StringAt("path") ?? throw StatusErrors.BadRequest("an operation of a JSON patch must have a path");
        var value = operation["value"];
        switch (operation.StringAt("op"))
        {
            case "add":
                return Add(document, path, value);
            case "remove":
                return Remove(document, path);
            case "replace":
                Get(document, path);
                return path.Length == 0 ? value?.DeepClone() : Add(Remove(document, path), path, value);
            case "move":
                var moved = Get(document, From(operation))?.DeepClone();
                return Add(Remove(document, From(operation)), path, moved);
            case "copy":
                return Add(document, path, Get(document, From(operation)));
            case "test" when JsonNode.DeepEquals(Get(document, path), value):
                return document;
            default:
                throw StatusErrors.Unprocessable();
        }
    }

    private static string From(JsonObject operation) => operation.StringAt("from") ?? throw StatusErrors.BadRequest("a move or copy must have a from");

    private static JsonNode? Add(JsonNode? document, string path, JsonNode? value)
    {
        if (path.Length == 0)
        {
            return value?.DeepClone();
        }

        var (parent, last) = Locate(document, path);
        switch (parent)
        {
            case JsonObject map:
                map[last] = value?.DeepClone();
                break;
            case JsonArray list:
                list.Insert(last == "-" ? list.Count : Index(last, list.Count), value?.DeepClone());
                break;
            default:
                throw StatusErrors.Unprocessable();
        }

        return document;
    }

    private static JsonNode? Remove(JsonNode? document, string path)
    {
        var (parent, last) = Locate(document, path);
        switch (parent)
        {
            case JsonObject map when map.Remove(last):
                break;
            case JsonArray list:
                list.RemoveAt(Index(last, list.Count - 1));
                break;
            default:
                throw StatusErrors.Unprocessable();
        }

        return document;
    }

    private static JsonNode? Get(JsonNode? document, string path)
    {
        if (path.Length == 0)
        {
            return document;
        }

        var (parent, last) = Locate(document, path);
        return parent switch
        {
            JsonObject map when map.ContainsKey(last) => map[last],
            JsonArray list => list[Index(last, list.Count - 1)],
            _ => throw StatusErrors.Unprocessable(),
        };
    }

    private static (JsonNode? Parent, string Last) Locate(JsonNode? document, string path)
    {
        if (path.Length == 0 || path[0] != '/')
        {
            throw StatusErrors.Unprocessable();
        }

        var steps = path[1..].Split('/').Select(step => step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)).ToArray();
        foreach (var step in steps[..^1])
        {
            document = document switch
            {
                JsonObject map => map[step],
                JsonArray list => list[Index(step, list.Count - 1)],
                _ => null,
            };
        }

        return (document, steps[^1]);
    }

    private static int Index(string step, int maximum) =>
        int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index <= maximum ? index : throw StatusErrors.Unprocessable();
}
