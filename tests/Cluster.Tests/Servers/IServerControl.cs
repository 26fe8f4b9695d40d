namespace Tagalong.Cluster.Tests.Servers;

/// <summary>What can be done to a server that the suite itself started.</summary>
public interface IServerControl
{
    /// <summary>Ends the API server from one moment to the next, as a crash does. What it stored stays.</summary>
    Task StopAsync();

    /// <summary>Starts the API server again on the same port, with the same objects, and waits until it is ready.</summary>
    Task StartAsync();

    /// <summary>Forgets the history: a watch or a page from before now is too old.</summary>
    Task CompactAsync();

    /// <summary>How many requests of a resource it answered so far, by what they did: <c>get</c>, <c>list</c>, <c>patch</c>.</summary>
    /// <param name="resource">The plural: <c>replicasets</c>.</param>
    Task<IReadOnlyDictionary<string, long>> CountRequestsAsync(string resource);
}
