using System.Globalization;
using System.Text;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Tagalong.DevCluster.Json;

/// <summary>Reads YAML as a JSON tree. Plain scalars follow the YAML 1.2 core schema.</summary>
public static class YamlToJson
{
    /// <summary>Reads the only document; null if there is none.</summary>
    /// <exception cref="FormatException">The text is not YAML, or has more than one document.</exception>
    public static JsonNode? Parse(ReadOnlySpan<byte> text) => ParseAll(Encoding.UTF8.GetString(text)) switch
    {
        [] => null,
        [var only] => only,
        _ => throw new FormatException("more than one document"),
    };

    /// <summary>Reads every document.</summary>
    /// <exception cref="FormatException">The text is not YAML.</exception>
    public static IReadOnlyList<JsonNode?> ParseAll(string text)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            return [.. stream.Documents.Select(document => Convert(document.RootNode))];
        }
        catch (Exception exception) when (exception is YamlException or ArgumentException)
        {
            throw new FormatException(exception.Message, exception);
        }
    }

    private static JsonNode? Convert(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Children.Select(child => KeyValuePair.Create(((YamlScalarNode)child.Key).Value ?? "", Convert(child.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(Convert)]),
        YamlScalarNode { Style: ScalarStyle.Plain } plain => Scalar(plain.Value ?? ""),
        YamlScalarNode text => JsonValue.Create(text.Value),
        _ => throw new FormatException($"unexpected {node.NodeType}"),
    };

    private static JsonNode? Scalar(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => null,
        "true" or "True" or "TRUE" => true,
        "false" or "False" or "FALSE" => false,
        _ when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer) => integer,
        _ when (char.IsAsciiDigit(text[0]) || text[0] is '-' or '+' or '.')
            && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) => number,
        _ => text,
    };
}
