using System.Net;

namespace Tagalong.Core.Proxies;

/// <summary>
/// The proxies of the environment variables <c>HTTPS_PROXY</c>, <c>HTTP_PROXY</c> and <c>NO_PROXY</c>, in upper or lower case, as Go's
/// <c>httpproxy</c> package and so kubectl understands them.
/// </summary>
public sealed class EnvironmentProxy : IWebProxy, ICredentials
{
    private readonly Uri? _https;
    private readonly Uri? _http;
    private readonly BypassList _bypassed;
    private readonly List<string> _errors = [];

    /// <param name="variable">The value of an environment variable, or null.</param>
    public EnvironmentProxy(Func<string, string?> variable)
    {
        ArgumentNullException.ThrowIfNull(variable);
        _https = ProxyIn("HTTPS_PROXY");
        _http = ProxyIn("HTTP_PROXY");
        _bypassed = new BypassList(Value("NO_PROXY") ?? "");

        string? Value(string name) => variable(name) is { Length: > 0 } upper ? upper : variable(name.ToLowerInvariant());

        Uri? ProxyIn(string name) => Value(name) is { Length: > 0 } text
            ? ProxyAddress.Parse(text) ?? Invalid(name)
            : null;

        Uri? Invalid(string name)
        {
            // Not quoted: it may contain a password.
            _errors.Add($"The environment variable {name} is not the URL of a proxy: http://…, https://… or socks5://….");
            return null;
        }
    }

    /// <summary>Which variables are malformed, a sentence each.</summary>
    internal IReadOnlyList<string> Errors => _errors;

    /// <summary>The names and passwords in the addresses.</summary>
    public ICredentials? Credentials { get => this; set => throw new NotSupportedException(); }

    /// <summary>Uses these proxies for every HTTP client of the process that has no proxy of its own.</summary>
    internal static EnvironmentProxy Use()
    {
        var proxy = new EnvironmentProxy(Environment.GetEnvironmentVariable);
        HttpClient.DefaultProxy = proxy;
        return proxy;
    }

    /// <summary>The proxy for a URL, or null.</summary>
    public Uri? GetProxy(Uri destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        var proxy = destination.Scheme switch { "https" or "wss" => _https, "http" or "ws" => _http, _ => null };
        return proxy is null || _bypassed.Includes(destination) ? null : proxy;
    }

    /// <inheritdoc/>
    public bool IsBypassed(Uri host) => GetProxy(host) is null;

    /// <inheritdoc/>
    public NetworkCredential? GetCredential(Uri uri, string authType)
    {
        ArgumentNullException.ThrowIfNull(uri);
        return uri.Authority == _https?.Authority ? ProxyAddress.CredentialOf(_https)
            : uri.Authority == _http?.Authority ? ProxyAddress.CredentialOf(_http)
            : null;
    }
}
