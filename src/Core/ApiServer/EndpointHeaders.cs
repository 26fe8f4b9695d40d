using System.Collections.Immutable;
using System.Text;

namespace Tagalong.Core.ApiServer;

/// <summary>The headers that every request to an API server has, one for each name.</summary>
/// <remarks>
/// .NET joins several values with commas, and an API server takes a joined <c>Impersonate-Group</c> for one group. So the values are joined
/// with a character that no value has, for which <see cref="RepeatedHeaderEncoding"/> begins a new header. HTTP/2 has no lines of text, so
/// there the encoding would not help: requests with such headers need HTTP/1.1.
/// </remarks>
internal sealed class EndpointHeaders
{
    private readonly Dictionary<string, Encoding> _encodings = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="headers">The headers; several may have the same name. Their values have no control characters.</param>
    public EndpointHeaders(ImmutableArray<KeyValuePair<string, string>> headers)
    {
        var names = headers.GroupBy(static header => header.Key, static header => header.Value, StringComparer.OrdinalIgnoreCase).ToList();
        Lines = [.. names.Select(static name => KeyValuePair.Create(name.Key, string.Join(RepeatedHeaderEncoding.Separator, name)))];
        Repeated = [.. names.Where(static name => name.Count() > 1).Select(static name => name.Key)];
        foreach (var name in names)
        {
            _encodings.Add(name.Key, name.Count() > 1 ? new RepeatedHeaderEncoding(name.Key) : Encoding.UTF8);
        }
    }

    /// <summary>The headers to add to a request.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Lines { get; }

    /// <summary>The names that have several values.</summary>
    public ImmutableArray<string> Repeated { get; }

    /// <summary>How the value of a header is encoded; null for ASCII.</summary>
    public Encoding? EncodingOf(string name) => _encodings.GetValueOrDefault(name);
}
