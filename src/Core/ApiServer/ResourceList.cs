using Tagalong.Core.Objects;

namespace Tagalong.Core.ApiServer;

/// <summary>The resources of a group and version, as discovery lists them.</summary>
internal sealed class ResourceList
{
    private Body? _body;

    /// <summary>Reads a <c>meta/v1 APIResourceList</c>. Any other text lists nothing.</summary>
    public void Read(ReadOnlySpan<byte> utf8)
    {
        try
        {
            _body = ApiServerJson.Read(utf8, ApiServerJson.Default.Body);
        }
        catch (Exception exception) when (JsonText.IsFault(exception))
        {
            _body = null;
        }
    }

    /// <summary>Whether a list was read.</summary>
    public bool IsKnown => _body?.Resources is not null;

    /// <summary>Whether a resource is namespaced; null if it is not listed.</summary>
    /// <param name="resource">Its plural.</param>
    public bool? IsNamespaced(string resource) => _body?.Resources?.FirstOrDefault(listed => listed?.Name == resource)?.Namespaced;

    internal sealed record Body(Resource?[]? Resources);

    internal sealed record Resource(string? Name, bool Namespaced);
}
