namespace Tagalong.Benchmarks;

/// <summary>How large an event is.</summary>
public enum EventSize
{
    /// <summary>As it was recorded: 4 KB.</summary>
    Recorded,

    /// <summary>With many more containers, and their managed fields: 100 KB.</summary>
    Large,

    /// <summary>Close to the most that an API server stores: 1 MB.</summary>
    Huge,
}
