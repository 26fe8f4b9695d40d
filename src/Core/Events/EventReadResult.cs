using Tagalong.Core.Outcomes;

namespace Tagalong.Core.Events;

/// <summary>What reading an event gave: either a change of an object, or the reason why there is none.</summary>
public readonly record struct EventReadResult
{
    private EventReadResult(WatchEvent? change, OutcomeReason reason, string? detail) => (Change, Reason, Detail) = (change, reason, detail);

    /// <summary>The change, or null if the event tells of none.</summary>
    public WatchEvent? Change { get; }

    /// <summary>Why there is no change; without meaning where there is one.</summary>
    public OutcomeReason Reason { get; }

    /// <summary>What is wrong with the event, as a sentence, or null.</summary>
    public string? Detail { get; }

    internal static EventReadResult Of(WatchEvent change) => new(change, default, null);

    internal static EventReadResult None(OutcomeReason reason, string? detail = null) => new(null, reason, detail);
}
