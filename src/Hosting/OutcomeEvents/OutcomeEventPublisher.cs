using Microsoft.Extensions.Options;
using Tagalong.Core.Events;
using Tagalong.Core.Outcomes;

namespace Tagalong.Hosting.OutcomeEvents;

/// <summary>Sends outcome events to the sink, and hands them to replies, as configured.</summary>
/// <param name="factory">Creates the events.</param>
/// <param name="options">Where events go.</param>
/// <param name="sinks">The sink, if there is one.</param>
internal sealed class OutcomeEventPublisher(OutcomeEventFactory factory, IOptions<OutcomeEventOptions> options, IEnumerable<OutcomeEventSink> sinks)
{
    private readonly OutcomeEventSink? _sink = sinks.SingleOrDefault();

    /// <summary>Publishes the event of an outcome, if it has one.</summary>
    /// <returns>The event for the reply, or null.</returns>
    public OutcomeEvent? Publish(EventEnvelope trigger, Outcome outcome)
    {
        if ((_sink is null && !options.Value.Reply) || factory.Create(trigger, outcome) is not { } outcomeEvent)
        {
            return null;
        }

        _sink?.Offer(outcomeEvent);
        return options.Value.Reply && outcomeEvent.IsSuccess ? outcomeEvent : null;
    }
}
