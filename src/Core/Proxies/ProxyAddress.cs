using System.Net;

namespace Tagalong.Core.Proxies;

/// <summary>Reads the address of a proxy, by the rules of Go's <c>httpproxy</c> package.</summary>
internal static class ProxyAddress
{
    private static readonly string[] Schemes = ["http", "https", "socks5", "socks5h"];

    /// <summary>The address; null if it is malformed or of another kind. Without a scheme it is that of an HTTP proxy.</summary>
    public static Uri? Parse(string text)
    {
        text = text.Trim();
        var uri = Uri.TryCreate(text, UriKind.Absolute, out var absolute) && absolute.Host.Length > 0 ? absolute
            : Uri.TryCreate($"http://{text}", UriKind.Absolute, out var completed) ? completed
            : null;
        return uri is not { Host.Length: > 0 } || !Schemes.Contains(uri.Scheme) ? null

            // To Go both are the same: the proxy resolves the server's name.
            : uri.Scheme == "socks5h" ? new UriBuilder(uri) { Scheme = "socks5" }.Uri
            : uri;
    }

    /// <summary>The address's port; where a SOCKS proxy has none, its usual one.</summary>
    public static int PortOf(Uri proxy) => proxy switch
    {
        { Port: > 0 } => proxy.Port,
        _ => 1080,
    };

    /// <summary>The name and password in the address, or null.</summary>
    public static NetworkCredential? CredentialOf(Uri proxy) => proxy.UserInfo.Split(':', 2) switch
    {
        [""] => null,
        [var name, var password] => new NetworkCredential(Uri.UnescapeDataString(name), Uri.UnescapeDataString(password)),
        var name => new NetworkCredential(Uri.UnescapeDataString(name[0]), ""),
    };
}
