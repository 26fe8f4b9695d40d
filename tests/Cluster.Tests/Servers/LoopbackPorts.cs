using System.Net;
using System.Net.Sockets;

namespace Tagalong.Cluster.Tests.Servers;

/// <summary>Ports for servers that have to be told theirs.</summary>
internal static class LoopbackPorts
{
    /// <summary>Two that nobody listens on at the moment.</summary>
    public static (int First, int Second) TwoFree()
    {
        using var first = new TcpListener(IPAddress.Loopback, 0);
        using var second = new TcpListener(IPAddress.Loopback, 0);
        first.Start();
        second.Start();
        return (((IPEndPoint)first.LocalEndpoint).Port, ((IPEndPoint)second.LocalEndpoint).Port);
    }
}
