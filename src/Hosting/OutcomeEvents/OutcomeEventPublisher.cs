using Microsoft.Extensions.Options;
using Tagalong.Core.Events;
using Tagalong.Core.Outcomes;

namespace Tagalong.Hosting.OutcomeEvents;

/// <summary>Tells of outcomes by CloudEvents, as far as somebody is to be told.</summary>
/// <param name="factory">Makes the events.</param>
/// <param name="options">Who is to be told.</param>
/// <param name="sinks">The sink, if there is one.</param>
internal sealed class OutcomeEventPublisher(OutcomeEventFactory factory, IOptions<OutcomeEventOptions> options, IEnumerable<OutcomeEventSink> sinks)
{
    private readonly OutcomeEventSink? _sink = sinks.SingleOrDefault();

    /// <summary>Has the sink told of an outcome.</summary>
    /// <returns>The event for the answer, or null if there is none.</returns>
    public OutcomeEvent? Publish(EventEnvelope trigger, Outcome outcome)
    {
        if ((_sink is null && !options.Value.Reply) || factory.Of(trigger, outcome) is not { } told)
        {
            return null;
        }

        _sink?.Offer(told);
        return options.Value.Reply && told.IsOfSuccess ? told : null;
    }
}
