using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tagalong.DevCluster.Errors;

namespace Tagalong.DevCluster.Listing;

/// <summary>Where a list goes on. Clients must not look into it; it looks as the real server's does all the same.</summary>
/// <param name="ResourceVersion">The one that the whole list shows; -1 for whatever is there now.</param>
/// <param name="Start">The first key of the next page, below the prefix of the list.</param>
internal sealed record ContinueToken(long ResourceVersion, string Start)
{
    public const long Latest = -1;

    private const string Version = "meta.k8s.io/v1";

    /// <summary>The token that goes on after a key.</summary>
    public static ContinueToken After(long resourceVersion, string key, string? @namespace) =>
        new(resourceVersion, (@namespace is null ? key : key[@namespace.Length..]) + "\0");

    /// <exception cref="StatusException">400, if it is no token.</exception>
    public static ContinueToken Decode(string text)
    {
        try
        {
            var token = JsonNode.Parse(Base64Url.DecodeFromChars(text.TrimEnd('=')))?.AsObject();
            return token?.StringAt("v") == Version
                ? token.StringAt("start") is { Length: > 0 } start && token["rv"] is JsonValue version
                    ? new ContinueToken(version.GetValue<long>(), start)
                    : throw Invalid($"encoded start key empty (version {Version})")
                : throw Invalid($"server does not recognize this encoded version \"{token?.StringAt("v")}\"");
        }
        catch (Exception exception) when (exception is FormatException or JsonException or InvalidOperationException)
        {
            throw Invalid(exception.Message);
        }
    }

    public string Encode()
    {
        var token = new JsonObject { ["v"] = Version, ["rv"] = ResourceVersion, ["start"] = Start };
        return Base64Url.EncodeToString(Encoding.UTF8.GetBytes(token.ToJsonString(JsonText.Options)));
    }

    private static StatusException Invalid(string why) => Refusals.BadRequest($"invalid continue token: continue key is not valid: {why}");

    /// <summary>The key, with the namespace of the list put before it again.</summary>
    public string Key(string? @namespace) => @namespace is null ? Start.TrimStart('/') : $"{@namespace}/{Start.TrimStart('/')}";
}
