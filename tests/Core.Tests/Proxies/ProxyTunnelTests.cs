using Microsoft.Extensions.Logging.Abstractions;
using Tagalong.Core.ApiServer;
using Tagalong.Core.Tests.ApiServer;
using Tagalong.Core.Text;
using Tagalong.Testing;

namespace Tagalong.Core.Tests.Proxies;

/// <summary>An API server is called through the proxy that its kubeconfig names.</summary>
public class ProxyTunnelTests
{
    private const string Server = "https://api.only-behind-the-proxy.example:6443";

    [Theory]
    [InlineData("http")]
    [InlineData("https")]
    [InlineData("socks5")]
    public async Task The_proxy_resolves_the_servers_name(string scheme)
    {
        using var root = Certificates.Authority("root");
        await using var server = await TlsServer.StartAsync(Certificates.Signed(root, "server", "api.internal"), TestContext.Current.CancellationToken);
        await using var proxy = new FixedTargetProxy(scheme, server.Port, scheme == "https" ? Certificates.Signed(root, "proxy") : null);

        var error = await CallAsync(Server, root.ExportCertificatePem(), proxy.Url, name: "api.internal");

        Assert.Null(error);
        Assert.Equal(["api.only-behind-the-proxy.example:6443"], proxy.Targets);
        Assert.Equal([("api.internal", "api.only-behind-the-proxy.example:6443", null, "HTTP/2")], server.Requests);
    }

    [Theory]
    [InlineData("http", "https://127.0.0.1:6443", "127.0.0.1:6443")]
    [InlineData("http", "https://[fd00::7]:6443", "[fd00::7]:6443")]
    [InlineData("socks5", "https://10.96.0.1", "10.96.0.1:443")]
    [InlineData("socks5", "https://[fd00::7]", "fd00::7:443")]
    public async Task A_proxy_is_used_for_addresses_too(string scheme, string url, string target)
    {
        using var root = Certificates.Authority("root");
        await using var server = await TlsServer.StartAsync(Certificates.Signed(root, "server", "api.internal"), TestContext.Current.CancellationToken);
        await using var proxy = new FixedTargetProxy(scheme, server.Port);

        var error = await CallAsync(url, root.ExportCertificatePem(), proxy.Url, name: "api.internal");

        Assert.Equal((null, target), (error, Assert.Single(proxy.Targets)));
    }

    [Theory]
    [InlineData("http", "me:s3cret", null)]
    [InlineData("socks5", "me:s3cret", null)]
    [InlineData("http", "me:wrong", "the proxy answered CONNECT with 407")]
    [InlineData("http", "", "the proxy answered CONNECT with 407")]
    [InlineData("socks5", "me:wrong", "the SOCKS proxy does not accept the name and password in its URL")]
    [InlineData("socks5", "", "the SOCKS proxy wants other credentials")]
    public async Task The_name_and_password_in_the_proxys_URL_are_sent(string scheme, string credentials, string? expected)
    {
        using var root = Certificates.Authority("root");
        await using var server = await TlsServer.StartAsync(Certificates.Signed(root, "server", "api.internal"), TestContext.Current.CancellationToken);
        await using var proxy = new FixedTargetProxy(scheme, server.Port) { Credentials = "me:s3cret" };

        var error = await CallAsync(Server, root.ExportCertificatePem(), proxy.Url.Replace("://", credentials.Length > 0 ? $"://{credentials}@" : "://", StringComparison.Ordinal), name: "api.internal");

        Assert.Equal(expected, error);
    }

    [Fact]
    public async Task A_server_that_is_no_proxy_is_an_error()
    {
        using var root = Certificates.Authority("root");
        await using var server = await TlsServer.StartAsync(Certificates.Signed(root, "server"), TestContext.Current.CancellationToken);

        var error = await CallAsync(Server, root.ExportCertificatePem(), $"http://127.0.0.1:{server.Port}", name: null);

        Assert.StartsWith($"the proxy 127.0.0.1:{server.Port} closed the connection", error, StringComparison.Ordinal);
    }

    private static async Task<string?> CallAsync(string url, string authority, string proxy, string? name)
    {
        var kubeconfig = $"""
            current-context: c
            clusters:
            - name: c
              cluster:
                server: {url}
                proxy-url: {proxy}
                certificate-authority-data: {Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(authority))}
                tls-server-name: {name}
            contexts:
            - name: c
              context:
                cluster: c
            """;
        using var transport = new ApiServerTransport(Connections.EndpointOf(kubeconfig), TimeSpan.FromSeconds(30), TimeProvider.System, NullLogger.Instance);
        try
        {
            using var request = transport.Request(HttpMethod.Get, "version");
            using var response = await transport.SendAsync(request, credential: null, TestContext.Current.CancellationToken);
            return null;
        }
        catch (HttpRequestException exception)
        {
            return exception.Innermost().Message;
        }
    }
}
