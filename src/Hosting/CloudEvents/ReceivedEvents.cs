using Tagalong.Core.Events;
using Tagalong.Core.Outcomes;

namespace Tagalong.Hosting.CloudEvents;

/// <summary>What a request brought: one event, a batch of them, or nothing that could be used.</summary>
/// <param name="Events">The events; empty where there is a fault.</param>
/// <param name="Fault">What is wrong with the request as a whole, or null.</param>
internal readonly record struct ReceivedEvents(IReadOnlyList<EventEnvelope> Events, Outcome? Fault)
{
    public static ReceivedEvents Of(params IReadOnlyList<EventEnvelope> events) => new(events, null);

    public static ReceivedEvents Refused(OutcomeReason reason, string detail) => new([], new Outcome(reason) { Detail = detail });
}
