using Tagalong.Core.Events;
using Tagalong.Core.Outcomes;

namespace Tagalong.Hosting.CloudEvents;

/// <summary>The events of a request or message.</summary>
/// <param name="Events">The events; empty if it is rejected.</param>
/// <param name="Rejection">Why it is rejected as a whole, or null.</param>
public readonly record struct ReceivedEvents(IReadOnlyList<EventEnvelope> Events, Outcome? Rejection)
{
    /// <summary>Events that can be dispatched.</summary>
    public static ReceivedEvents Of(params IReadOnlyList<EventEnvelope> events) => new(events, null);

    /// <summary>A request or message that cannot be used.</summary>
    public static ReceivedEvents Reject(OutcomeReason reason, string detail) => new([], new Outcome(reason) { Detail = detail });
}
