namespace Tagalong.Cli.Demo;

/// <summary>An event that reached the function, with its HTTP status and its outcome as the function logs it.</summary>
internal sealed record HandledEvent
{
    public ObjectName Object { get; init; } = null!;

    /// <summary>The CloudEvent's type.</summary>
    public string Type { get; init; } = "";

    public int Status { get; init; }

    public string Outcome { get; init; } = "Unreported";

    public string Reason { get; init; } = "unreported";

    /// <summary>The added labels: <c>key=value</c>.</summary>
    public string[] Added { get; init; } = [];

    /// <summary>The changed labels with their new values: <c>key=value</c>.</summary>
    public string[] Changed { get; init; } = [];

    /// <summary>The keys of the removed labels.</summary>
    public string[] Removed { get; init; } = [];

    /// <summary>The kept labels: <c>key (reason: detail)</c>.</summary>
    public string[] Kept { get; init; } = [];

    /// <summary>Whether the relay need not send the event again.</summary>
    public bool IsAccepted => Status == 202;
}
