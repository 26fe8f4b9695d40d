namespace Tagalong.Benchmarks;

/// <summary>The size of an event.</summary>
public enum EventSize
{
    /// <summary>As recorded: 4 KB.</summary>
    Recorded,

    /// <summary>With many more containers, and their managed fields: 100 KB.</summary>
    Large,

    /// <summary>Close to the limit of an API server: 1 MB.</summary>
    Huge,
}
