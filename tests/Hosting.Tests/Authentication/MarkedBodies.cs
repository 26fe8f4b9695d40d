using System.Text;
using System.Text.Json.Nodes;
using Tagalong.Testing;

namespace Tagalong.Hosting.Tests.Authentication;

/// <summary>Bodies of events with a secret in them, good ones and bad ones.</summary>
internal static class MarkedBodies
{
    /// <summary>What may not be told again anywhere.</summary>
    public const string Secret = "zq7xk2vw9";

    /// <summary>A ReplicaSet that has the secret wherever an object may have one: not in its name, and not in its labels.</summary>
    public static JsonNode ReplicaSet()
    {
        var marked = Marked(JsonNode.Parse(Checkout.ReplicaSet.Body)!);
        marked["spec"]!["template"]!["spec"]!["containers"]![0]!["env"] = new JsonArray(new JsonObject { ["name"] = "PASSWORD", ["value"] = Secret });
        return marked;
    }

    /// <summary>An object with the secret in its annotations and in a member of its own.</summary>
    public static JsonNode Marked(JsonNode shown)
    {
        shown["metadata"]!["annotations"] = new JsonObject { [$"example.com/{Secret}"] = Secret };
        shown[Secret] = Secret;
        return shown;
    }

    public static byte[] Bytes(JsonNode body) => Encoding.UTF8.GetBytes(body.ToJsonString());

    /// <summary>The body whole, cut, bent and wrapped, in every way that makes somebody complain of it.</summary>
    public static IEnumerable<(string ContentType, string Body)> All()
    {
        var whole = ReplicaSet().ToJsonString();
        yield return ("application/json", whole);
        yield return ("application/cloudevents+json", whole);
        yield return ("text/plain", whole);
        yield return ("application/cloudevents+json", Structured(whole));
        yield return ("application/cloudevents-batch+json", $"[{Structured(whole)},{Structured($"\"{Secret}\"")}]");
        yield return ("application/cloudevents+json", Structured(whole)[..^200]);
        yield return ("application/json", whole[..^200]);
        yield return ("application/json", whole.Replace($"\"{Secret}\"", Secret, StringComparison.Ordinal));
        yield return ("application/json", whole.Replace("\"apps/v1\"", $"{{\"{Secret}\":\"{Secret}\"}}", StringComparison.Ordinal));
        yield return ("application/json", whole.Replace("\"uid\":\"", $"\"uid\":[\"{Secret}\"],\"x\":\"", StringComparison.Ordinal));
        yield return ("application/json", whole.Replace("\"labels\":{", $"\"labels\":\"{Secret}\",\"x\":{{", StringComparison.Ordinal));
        yield return ("application/json", whole.Replace("\"kind\":\"ReplicaSet\"", $"\"kind\":7,\"{Secret}\":{Secret}", StringComparison.Ordinal));
        yield return ("application/json", $"\"{Secret}\"");
        yield return ("application/json", Secret);
        yield return ("application/json", $"{{\"{Secret}\\uD800\":\"{Secret}\\uD800\"}}");
        foreach (var attribute in (string[])["specversion", "id", "source", "type", "time", "dataschema", "datacontenttype", "subject", Secret])
        {
            yield return ("application/cloudevents+json", Structured(whole, $"\"{attribute}\":[\"{Secret}\"]"));
            yield return ("application/cloudevents+json", Structured(whole, $"\"{attribute}\":{{\"{Secret}\":1}}"));
        }

        yield return ("application/cloudevents+json", Structured(whole, $"\"data_base64\":\"{Secret}\""));
        yield return ("application/cloudevents+json", Structured(whole, $"\"specversion\":\"{Secret}\""));
        yield return ("application/cloudevents+json", Structured(whole, $"\"time\":\"{Secret}\""));
        yield return ("application/cloudevents+json", Structured(whole, $"\"dataschema\":\"http://[{Secret}\""));
        yield return ("application/cloudevents+json", Structured(whole, $"\"datacontenttype\":\"{Secret}\""));
    }

    public static string Structured(string data, string? member = null) =>
        $$"""{"specversion":"1.0","id":"1","source":"s","type":"dev.knative.apiserver.resource.add",{{(member is null ? "" : member + ",")}}"data":{{data}}}""";

    public static ByteArrayContent Content(string contentType, string body) =>
        new(Encoding.UTF8.GetBytes(body)) { Headers = { { "Content-Type", contentType } } };
}
