using System.Diagnostics.Metrics;
using Tagalong.Core.Telemetry;

namespace Tagalong.Server.Consuming;

/// <summary>What is measured of the messages that are taken from queues.</summary>
internal sealed class ConsumerMeasurements
{
    private const string Queue = "tagalong.queue";
    private readonly Meter _meter;
    private readonly Counter<long> _messages;

    public ConsumerMeasurements(IMeterFactory meters)
    {
        _meter = meters.Create(Instruments.Name);
        _messages = _meter.CreateCounter<long>("tagalong.consumer.messages", "{message}", "Messages whose event came to an outcome, by what became of them.");
    }

    /// <summary>Has the state of the queues shown, as it is whenever somebody looks.</summary>
    /// <param name="state">Of each queue, its name, how many of its messages are worked on, and whether it can be reached.</param>
    public void Watch(Func<IEnumerable<(string Queue, int InFlight, bool IsReachable)>> state)
    {
        _meter.CreateObservableUpDownCounter(
            "tagalong.consumer.in_flight", () => state().Select(static of => new Measurement<int>(of.InFlight, Tag(of.Queue))), "{message}", "Messages that are being worked on.");
        _meter.CreateObservableGauge(
            "tagalong.consumer.reachable", () => state().Select(static of => new Measurement<int>(of.IsReachable ? 1 : 0, Tag(of.Queue))), "{state}", "Whether the queue can be reached: 1 or 0.");
    }

    /// <param name="queue">The queue.</param>
    /// <param name="settlement">What was to become of the message.</param>
    /// <param name="isKnown">Whether the queue took notice.</param>
    public void Settled(string queue, Settlement settlement, bool isKnown) =>
        _messages.Add(1, Tag(queue), new("tagalong.result", isKnown ? settlement.ToString() : "Unsettled"));

    private static KeyValuePair<string, object?> Tag(string queue) => new(Queue, queue);
}
