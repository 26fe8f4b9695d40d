using System.Globalization;
using Newtonsoft.Json.Linq;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Tagalong.Core.Tests.PolicyFiles;

/// <summary>YAML as an editor's schema check sees it: typed by YAML 1.2's core schema.</summary>
internal static class JsonOfYaml
{
    /// <summary>The documents of a file that are not empty; none if it is not YAML.</summary>
    public static IReadOnlyList<JToken> Documents(string file)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(File.ReadAllText(file)));
        }
        catch (Exception exception) when (exception is YamlException or ArgumentException)
        {
            return [];
        }

        return [.. stream.Documents.Select(document => Token(document.RootNode)).Where(token => token.Type != JTokenType.Null)];
    }

    private static JToken Token(YamlNode node) => node switch
    {
        YamlMappingNode mapping => new JObject(mapping.Children.Select(member => new JProperty(member.Key.ToString(), Token(member.Value)))),
        YamlSequenceNode list => new JArray(list.Children.Select(Token)),
        YamlScalarNode { Style: ScalarStyle.Plain } scalar => Plain(scalar.Value!),
        _ => new JValue(((YamlScalarNode)node).Value),
    };

    private static JValue Plain(string text) => text switch
    {
        "" or "~" or "null" => JValue.CreateNull(),
        "true" or "false" => new JValue(text == "true"),
        _ => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? new JValue(number) : new JValue(text),
    };
}
