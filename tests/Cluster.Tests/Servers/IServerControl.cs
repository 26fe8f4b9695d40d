namespace Tagalong.Cluster.Tests.Servers;

/// <summary>Controls a server that the suite started.</summary>
public interface IServerControl
{
    /// <summary>Kills the API server, as a crash does. Its objects are kept.</summary>
    Task StopAsync();

    /// <summary>Starts the API server again on the same port, with the same objects, and waits until it is ready.</summary>
    Task StartAsync();

    /// <summary>Compacts the history: earlier watches and pages expire.</summary>
    Task CompactAsync();

    /// <summary>The number of requests for a resource so far, by verb: <c>get</c>, <c>list</c>, <c>patch</c>.</summary>
    /// <param name="resource">The plural: <c>replicasets</c>.</param>
    Task<IReadOnlyDictionary<string, long>> CountRequestsAsync(string resource);
}
