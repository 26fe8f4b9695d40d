using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace Tagalong.Hosting.Http;

/// <summary>What connections may take of this process before a request is known to be of use.</summary>
public static class ConnectionLimits
{
    /// <summary>A token of 12 KiB fits, and a thousand connections with as much as this fit into the memory of a small pod.</summary>
    private const int EventHeaderBytes = 16 * 1024;

    private const int ProbeHeaderBytes = 4 * 1024;
    private const int MostProbeConnections = 100;
    private static readonly TimeSpan HeaderTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Limits the connections of a host that receives events.</summary>
    public static void AddEventConnectionLimits(this IServiceCollection services) =>
        services.AddOptions<KestrelServerOptions>().Configure<IOptions<HttpOptions>>(static (kestrel, options) =>
        {
            var (limits, http) = (kestrel.Limits, options.Value);
            limits.MaxConcurrentConnections = http.MaxConnections;
            limits.MaxRequestHeadersTotalSize = EventHeaderBytes;
            limits.RequestHeadersTimeout = HeaderTimeout;
            limits.MaxRequestBufferSize = 4 * EventHeaderBytes;

            // The size of bodies is bounded where they are read, so that the response to one that is too large is 400 and not 413.
            limits.MaxRequestBodySize = null;
            limits.MinRequestBodyDataRate = new MinDataRate(http.MaxBodyBytes / http.BodyTimeout.TotalSeconds, http.BodyTimeout / 2);
        });

    /// <summary>Limits the connections of a host that serves probes and metrics only.</summary>
    public static void AddProbeConnectionLimits(this IServiceCollection services) => services.Configure<KestrelServerOptions>(static kestrel =>
    {
        var limits = kestrel.Limits;
        limits.MaxConcurrentConnections = MostProbeConnections;
        limits.MaxRequestHeadersTotalSize = ProbeHeaderBytes;
        limits.MaxRequestLineSize = ProbeHeaderBytes / 2;
        limits.MaxRequestBufferSize = 2 * ProbeHeaderBytes;
        limits.MaxRequestBodySize = 0;
        limits.RequestHeadersTimeout = HeaderTimeout;
        limits.KeepAliveTimeout = HeaderTimeout;
    });
}
