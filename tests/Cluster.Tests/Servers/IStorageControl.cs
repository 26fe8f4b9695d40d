namespace Tagalong.Cluster.Tests.Servers;

/// <summary>What can be done to the storage behind an API server, where that is a process of its own.</summary>
public interface IStorageControl
{
    /// <summary>Holds it as it is: it answers nobody, and keeps every connection.</summary>
    Task PauseAsync();

    /// <summary>Lets it go on.</summary>
    Task ResumeAsync();

    /// <summary>How often each object of a namespace was written since it was made, by the storage's own count.</summary>
    /// <returns>Kind and name, <c>ReplicaSet/web-1</c>, with the number.</returns>
    Task<IReadOnlyDictionary<string, int>> CountWritesAsync(string ns);
}
