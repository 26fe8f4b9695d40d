using System.Net;
using System.Net.Sockets;

namespace Tagalong.Testing;

/// <summary>Ports for servers that have to be told theirs.</summary>
public static class LoopbackPorts
{
    /// <summary>Two that nobody listens on at the moment.</summary>
    public static (int First, int Second) TwoFree() => Free(2) switch { var ports => (ports[0], ports[1]) };

    /// <summary>So many that nobody listens on at the moment.</summary>
    public static IReadOnlyList<int> Free(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(static _ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        listeners.ForEach(static listener => listener.Start());
        int[] ports = [.. listeners.Select(static listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        listeners.ForEach(static listener => listener.Dispose());
        return ports;
    }
}
