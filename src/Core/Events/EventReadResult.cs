using Tagalong.Core.Outcomes;

namespace Tagalong.Core.Events;

/// <summary>The result of reading an event: a change of an object, or the reason why there is none.</summary>
internal readonly record struct EventReadResult
{
    private EventReadResult(WatchEvent? change, OutcomeReason reason, string? detail) => (Change, Reason, Detail) = (change, reason, detail);

    public WatchEvent? Change { get; }

    /// <summary>Why there is no change; without meaning if there is one.</summary>
    public OutcomeReason Reason { get; }

    /// <summary>The error in the event, as a sentence, or null.</summary>
    public string? Detail { get; }

    public static EventReadResult Of(WatchEvent change) => new(change, default, null);

    public static EventReadResult None(OutcomeReason reason, string? detail = null) => new(null, reason, detail);
}
