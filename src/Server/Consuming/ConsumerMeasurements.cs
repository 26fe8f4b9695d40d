using System.Diagnostics.Metrics;
using Tagalong.Core.Outcomes;
using Tagalong.Core.Telemetry;

namespace Tagalong.Server.Consuming;

/// <summary>The instruments of the consumer.</summary>
internal sealed class ConsumerMeasurements
{
    private const string Queue = "tagalong.queue";
    private readonly Meter _meter;
    private readonly Counter<long> _messages;

    public ConsumerMeasurements(IMeterFactory meters)
    {
        _meter = meters.Create(Instruments.Name);
        _messages = _meter.CreateCounter<long>("tagalong.consumer.messages", "{message}", "Messages whose event has an outcome, by settlement.");
    }

    /// <summary>Observes the state of the queues whenever it is collected.</summary>
    /// <param name="state">For each queue its name, how many of its messages are being handled, and whether it can be reached.</param>
    public void Observe(Func<IEnumerable<(string Queue, int InFlight, bool IsReachable)>> state)
    {
        _meter.CreateObservableUpDownCounter(
            "tagalong.consumer.in_flight", () => state().Select(static of => new Measurement<int>(of.InFlight, Tag(of.Queue))), "{message}", "Messages that are being handled.");
        _meter.CreateObservableGauge(
            "tagalong.consumer.reachable", () => state().Select(static of => new Measurement<int>(of.IsReachable ? 1 : 0, Tag(of.Queue))), "{state}", "Whether the queue can be reached: 1 or 0.");
    }

    /// <param name="queue">The queue's name.</param>
    /// <param name="disposition">How the message was settled: accepted, abandoned to be retried, or sent to the dead letters.</param>
    /// <param name="isConfirmed">Whether the queue confirmed it.</param>
    public void Settled(string queue, Disposition disposition, bool isConfirmed)
    {
        var result = disposition switch
        {
            Disposition.Accept => "Done",
            Disposition.Retry => "RetryLater",
            Disposition.Reject => "DeadLetter",
        };
        _messages.Add(1, Tag(queue), new("tagalong.result", isConfirmed ? result : "Unsettled"));
    }

    private static KeyValuePair<string, object?> Tag(string queue) => new(Queue, queue);
}
