using System.Text.Json;
using System.Text.Json.Nodes;
using Tagalong.Cli.Documents;
using Tagalong.Cli.Output;
using YamlDotNet.RepresentationModel;

namespace Tagalong.Cli.Tests.Documents;

public class DocumentWriterTests
{
    private static readonly string[] Awkward =
    [
        "", " ", "a b", "true", "No", "null", "~", "1.10", "0x1F", "1e3", "2026-01-01", "- a", "a: b", "a #b", "#", "'", "\"", "[red]", "{x}", "*a", "&a", "!t", "%", "@", "`",
        "line\nline", "tab\t", "\u001b[31m", "ünï", "👋", "trailing ", "app.kubernetes.io/name", "a,b", "=", "?", "|", ">", new string('x', 300) + " " + new string('y', 300),
    ];

    [Fact]
    public void Yaml_and_json_have_the_same_values_even_for_awkward_texts()
    {
        void Fill(Utf8JsonWriter json)
        {
            json.WriteStartObject();
            json.WriteStartArray("values");
            Array.ForEach(Awkward, json.WriteStringValue);
            json.WriteEndArray();
            json.WriteStartObject("names");
            foreach (var text in Awkward)
            {
                json.WriteNumber(text, 1);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        var fromJson = JsonNode.Parse(Written(OutputFormat.Json, Fill))!;
        var fromYaml = (YamlMappingNode)Parse(Written(OutputFormat.Yaml, Fill));

        Assert.Equal(Awkward, fromJson["values"]!.AsArray().Select(value => (string)value!));
        Assert.Equal(Awkward, ((YamlSequenceNode)fromYaml["values"]).Select(value => ((YamlScalarNode)value).Value));
        Assert.Equal(Awkward, ((YamlMappingNode)fromYaml["names"]).Children.Keys.Select(key => ((YamlScalarNode)key).Value));
    }

    [Fact]
    public void Yaml_quotes_only_texts_that_a_reader_could_misread()
    {
        var yaml = Written(OutputFormat.Yaml, json =>
        {
            json.WriteStartObject();
            json.WriteString("app.kubernetes.io/name", "checkout");
            json.WriteString("version", "1.10");
            json.WriteString("isIt", "true");
            json.WriteBoolean("is", true);
            json.WriteNumber("count", 3);
            json.WriteNull("none");
            json.WriteStartArray("nothing");
            json.WriteEndArray();
            json.WriteStartArray("list");
            json.WriteStartObject();
            json.WriteString("a", "b");
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        });

        Assert.Equal(
            """
            app.kubernetes.io/name: checkout
            version: "1.10"
            isIt: "true"
            is: true
            count: 3
            none: null
            nothing: []
            list:
            - a: b

            """,
            yaml);
    }

    private static string Written(OutputFormat format, Action<Utf8JsonWriter> fill)
    {
        using var output = new StringWriter();
        DocumentWriter.Write(output, format, fill);
        return output.ToString();
    }

    private static YamlNode Parse(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        return stream.Documents.Single().RootNode;
    }
}
