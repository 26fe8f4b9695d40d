using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace Tagalong.DevCluster.Listing;

/// <summary>The position from which a list continues. Its format is that of the real server, though clients must not rely on it.</summary>
/// <param name="ResourceVersion">The version that the whole list shows; -1 for the latest.</param>
/// <param name="Start">The first key of the next page, without the namespace of the list.</param>
internal sealed record ContinueToken(long ResourceVersion, string Start)
{
    public const long Latest = -1;

    private const string Version = "meta.k8s.io/v1";

    /// <summary>The token that continues after a key.</summary>
    public static ContinueToken After(long resourceVersion, string key, string? @namespace) =>
        new(resourceVersion, (@namespace is null ? key : key[@namespace.Length..]) + "\0");

    /// <exception cref="StatusException">400, if it is not a token.</exception>
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
        return Base64Url.EncodeToString(Encoding.UTF8.GetBytes(token.ToText()));
    }

    private static StatusException Invalid(string why) => StatusErrors.BadRequest($"invalid continue token: continue key is not valid: {why}");

    /// <summary>The first key of the next page, with the namespace of the list.</summary>
    public string Key(string? @namespace) => @namespace is null ? Start.TrimStart('/') : $"{@namespace}/{Start.TrimStart('/')}";
}
