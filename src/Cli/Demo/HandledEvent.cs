namespace Tagalong.Cli.Demo;

/// <summary>An event that reached the function, with its outcome as the function logs it.</summary>
internal sealed record HandledEvent
{
    public ObjectName Object { get; init; } = null!;

    /// <summary>The CloudEvent's type.</summary>
    public string Type { get; init; } = "";

    /// <summary>The HTTP status of the response.</summary>
    public int Status { get; init; }

    /// <summary><c>Labeled</c>, <c>Unchanged</c>, …</summary>
    public string Outcome { get; init; } = "Unreported";

    /// <summary><c>AlreadyLabeled</c>, …</summary>
    public string Reason { get; init; } = "unreported";

    /// <summary>The added labels: <c>key=value</c>.</summary>
    public IReadOnlyList<string> Added { get; init; } = [];

    /// <summary>The changed labels with their new values: <c>key=value</c>.</summary>
    public IReadOnlyList<string> Changed { get; init; } = [];

    /// <summary>The keys of the removed labels.</summary>
    public IReadOnlyList<string> Removed { get; init; } = [];

    /// <summary>The kept labels: <c>key (reason: detail)</c>.</summary>
    public IReadOnlyList<string> Kept { get; init; } = [];

    /// <summary>Whether the sender need not send the event again.</summary>
    public bool IsAccepted => Status == 202;
}
