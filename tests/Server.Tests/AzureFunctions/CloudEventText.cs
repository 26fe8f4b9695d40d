using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tagalong.Testing;

namespace Tagalong.Server.Tests.AzureFunctions;

/// <summary>Events as the texts that lie in a queue: CloudEvents in their structured mode.</summary>
internal static class CloudEventText
{
    /// <summary>An event of a type that nobody knows: it is ignored.</summary>
    public static string Ignored(string id = "1") => $$"""{"specversion":"1.0","id":"{{id}}","source":"/tests","type":"com.example.other"}""";

    /// <summary>A recorded event, of another cluster if one is given.</summary>
    public static string Of(RecordedRequest request, string? cluster = null)
    {
        var text = new JsonObject
        {
            ["specversion"] = "1.0",
            ["id"] = request.Headers["Ce-Id"],
            ["source"] = request.Headers["Ce-Source"],
            ["type"] = request.Headers["Ce-Type"],
            ["datacontenttype"] = "application/json",
            ["time"] = "2026-01-02T03:04:05.000006Z",
        };
        if (cluster is not null)
        {
            text["cluster"] = cluster;
        }

        text["data"] = JsonNode.Parse(request.Body);
        return text.ToJsonString();
    }

    /// <summary>Nested as deep as one likes, which is deeper than any object.</summary>
    public static string Deep(int depth) => new StringBuilder("""{"specversion":"1.0","id":"deep","source":"/tests","type":"resource","data":""")
        .Append('[', depth).Append(']', depth).Append('}').ToString();

    /// <summary>The text as JSON has it.</summary>
    public static string Quoted(string text) => JsonValue.Create(text)!.ToJsonString(JsonSerializerOptions.Default);
}
