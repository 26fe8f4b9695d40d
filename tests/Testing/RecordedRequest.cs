using System.Text;
using Tagalong.Core.Events;

namespace Tagalong.Testing;

/// <summary>One recorded HTTP request: its headers, and the bytes of its body.</summary>
public sealed class RecordedRequest
{
    private RecordedRequest(string name, Dictionary<string, string> headers, byte[] body) => (Name, Headers, Body) = (name, headers, body);

    /// <summary>The file's name without its extension: <c>02-add-replicaset-checkout-8668bffb96</c>.</summary>
    public string Name { get; }

    /// <summary>The headers. Names are case-insensitive.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; }

    /// <summary>The body.</summary>
    public byte[] Body { get; }

    /// <summary>All requests of a folder under <c>Fixtures</c>, in the order in which they arrived.</summary>
    public static IReadOnlyList<RecordedRequest> All(string folder) =>
        [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Fixtures", folder), "*.http").Order(StringComparer.Ordinal).Select(Load)];

    /// <summary>One request of a folder under <c>Fixtures</c>.</summary>
    public static RecordedRequest Named(string folder, string name) => All(folder).Single(request => request.Name == name);

    /// <summary>The event that the HTTP edge reads from the request.</summary>
    public EventEnvelope ToEnvelope(bool isSenderAuthenticated = true) => new()
    {
        Id = Headers["Ce-Id"],
        Source = Headers["Ce-Source"],
        Type = Headers["Ce-Type"],
        Cluster = Headers.GetValueOrDefault("Ce-Cluster"),
        Data = Body,
        IsSenderAuthenticated = isSenderAuthenticated,
    };

    /// <summary>The request as it was sent, to the root path; with another body if one is given.</summary>
    public HttpRequestMessage ToMessage(byte[]? body = null)
    {
        var message = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new ByteArrayContent(body ?? Body) };
        foreach (var (name, value) in Headers.Where(header => header.Key is not ("Host" or "Content-Length")))
        {
            if (!message.Headers.TryAddWithoutValidation(name, value))
            {
                message.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return message;
    }

    private static RecordedRequest Load(string path)
    {
        var bytes = File.ReadAllBytes(path);
        var end = bytes.AsSpan().IndexOf("\r\n\r\n"u8);
        var headers = Encoding.ASCII.GetString(bytes, 0, end).Split("\r\n").Skip(1)
            .Select(static line => line.Split(": ", 2))
            .ToDictionary(static pair => pair[0], static pair => pair[1], StringComparer.OrdinalIgnoreCase);
        return new RecordedRequest(Path.GetFileNameWithoutExtension(path), headers, bytes[(end + 4)..]);
    }
}
