using System.Net;
using System.Net.Sockets;

namespace Tagalong.Testing;

/// <summary>Free ports for servers that cannot choose one themselves.</summary>
public static class LoopbackPorts
{
    /// <summary>Two ports that are currently free.</summary>
    public static (int First, int Second) TwoFree() => Free(2) switch { var ports => (ports[0], ports[1]) };

    /// <summary>A number of ports that are currently free.</summary>
    public static IReadOnlyList<int> Free(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(static _ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        listeners.ForEach(static listener => listener.Start());
        int[] ports = [.. listeners.Select(static listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        listeners.ForEach(static listener => listener.Dispose());
        return ports;
    }
}
