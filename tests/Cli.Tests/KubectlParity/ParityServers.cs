using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Tagalong.Testing.Recording;

namespace Tagalong.Cli.Tests.KubectlParity;

/// <summary>The API servers and proxies that the cases name. One case uses them at a time.</summary>
internal sealed class ParityServers : IAsyncDisposable
{
    /// <summary>What the proxies with credentials require.</summary>
    private const string ProxyCredentials = "proxy-user:p@ss";

    private readonly (string Name, RecordingApiServer Server)[] _servers;
    private readonly (string Name, RecordingProxy Proxy)[] _proxies;

    private ParityServers((string, RecordingApiServer)[] servers, (string, RecordingProxy)[] proxies) =>
        (_servers, _proxies) = (servers, proxies);

    /// <summary>The ports, by the name that a case uses for them.</summary>
    public IEnumerable<(string Name, int Port)> Ports =>
        [.. _servers.Select(static pair => (pair.Name, pair.Server.Port)), .. _proxies.Select(static pair => (pair.Name, pair.Proxy.Port))];

    public static async Task<ParityServers> StartAsync(X509Certificate2 certificate) => new(
        [
            ("MAIN", await RecordingApiServer.StartAsync(IPAddress.Loopback, certificate)),
            ("OTHER", await RecordingApiServer.StartAsync(IPAddress.Loopback, certificate)),
            ("PLAIN", await RecordingApiServer.StartAsync(IPAddress.Loopback, certificate: null)),
            .. Socket.OSSupportsIPv6
                ? [("IPV6", await RecordingApiServer.StartAsync(IPAddress.IPv6Loopback, certificate))]
                : Array.Empty<(string, RecordingApiServer)>(),
        ],
        [
            ("PROXY", new RecordingProxy(ProxyProtocol.Http)),
            ("TLS_PROXY", new RecordingProxy(ProxyProtocol.Https, certificate)),
            ("SOCKS", new RecordingProxy(ProxyProtocol.Socks5)),
            ("LOCKED_PROXY", new RecordingProxy(ProxyProtocol.Http, credentials: ProxyCredentials)),
            ("LOCKED_SOCKS", new RecordingProxy(ProxyProtocol.Socks5, credentials: ProxyCredentials)),
        ]);

    public void Clear()
    {
        Array.ForEach(_servers, static pair => pair.Server.Clear());
        Array.ForEach(_proxies, static pair => pair.Proxy.Clear());
    }

    /// <summary>How the servers were called since the last call of <see cref="Clear"/>: a block of lines for each different call.</summary>
    public IEnumerable<string> Observed()
    {
        var calls = _servers
            .SelectMany(pair => pair.Server.Calls.Select(call => Observation.Of(pair.Name, call, Via(call)))).Distinct().ToList();
        var unused = _proxies.SelectMany(pair => pair.Proxy.Targets.Select(target => $"{pair.Name} {target}"))
            .Where(target => !calls.Exists(call => call.Contains(target, StringComparison.Ordinal))).Distinct()
            .Select(static target => $"only as far as {target}");
        return [.. calls, .. unused];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (_, server) in _servers)
        {
            await server.DisposeAsync();
        }

        foreach (var (_, proxy) in _proxies)
        {
            await proxy.DisposeAsync();
        }
    }

    private string? Via(ReceivedCall call) =>
        (from pair in _proxies let target = pair.Proxy.TunnelFrom(call.RemotePort) where target is not null select $"{pair.Name} {target}")
            .FirstOrDefault();
}
