using Tagalong.Core.Events;
using Tagalong.Core.Outcomes;

namespace Tagalong.Hosting.CloudEvents;

/// <summary>What a request or message holds. One of the three is not null.</summary>
/// <param name="Event">The one event, or null.</param>
/// <param name="Batch">A batch of events, or null.</param>
/// <param name="Rejection">Why it is rejected as a whole, or null.</param>
public readonly record struct ReceivedEvents(EventEnvelope? Event, EventBatch? Batch, Outcome? Rejection)
{
    /// <summary>One event that can be dispatched.</summary>
    public static ReceivedEvents Of(EventEnvelope envelope) => new(envelope, null, null);

    /// <summary>Events that can be dispatched.</summary>
    public static ReceivedEvents Of(EventBatch batch) => new(null, batch, null);

    /// <summary>A request or message that cannot be used.</summary>
    public static ReceivedEvents Reject(OutcomeReason reason, string detail) => new(null, null, new Outcome(reason) { Detail = detail });
}
