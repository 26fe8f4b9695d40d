namespace Tagalong.Cluster.Tests.Servers;

/// <summary>Controls the storage of an API server, if it is a separate process.</summary>
public interface IStorageControl
{
    /// <summary>Stops the process: it sends no responses, and keeps every connection.</summary>
    Task PauseAsync();

    /// <summary>Resumes the process.</summary>
    Task ResumeAsync();

    /// <summary>The number of writes to each object of a namespace after its creation, as counted by the storage.</summary>
    /// <returns>Kind and name, <c>ReplicaSet/web-1</c>, with the number.</returns>
    Task<IReadOnlyDictionary<string, int>> CountWritesAsync(string ns);
}
