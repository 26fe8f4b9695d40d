using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;
using Tagalong.Core.Fleet;
using Tagalong.Core.Objects;
using Tagalong.Core.Outcomes;
using Tagalong.Core.Reporting;
using Tagalong.Hosting.Authentication;
using Tagalong.Hosting.CloudEvents;
using Tagalong.Hosting.Dispatching;
using Tagalong.Hosting.Http;

namespace Tagalong.Functions;

/// <summary>Handles what triggers other than HTTP bring. An invocation fails exactly if its events have to be delivered again.</summary>
/// <remarks>Azure decides who reaches such a trigger, so that its events are believed.</remarks>
public sealed class TriggeredEvents(
    EventDispatcher dispatcher, InFlightEvents inFlight, OutcomeReporter reporter, IOptions<FleetOptions> fleet, IOptions<HttpOptions> http)
{
    /// <summary>Handles a structured event.</summary>
    /// <returns>The outcome: the event is done, or was rejected for good.</returns>
    /// <exception cref="Exception">The event has to be delivered again.</exception>
    public async Task<Outcome> HandleAsync(ReadOnlyMemory<byte> json, FunctionContext context) => (await HandleAsync([json], context))[0];

    /// <summary>Handles a batch of structured events. One that is rejected does not stop the others; one that has to come again fails the batch.</summary>
    /// <inheritdoc cref="HandleAsync(ReadOnlyMemory{byte}, FunctionContext)" path="/exception"/>
    public Task<Outcome[]> HandleAsync(IReadOnlyList<ReadOnlyMemory<byte>> batch, FunctionContext context)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(context);
        var sender = new Sender(context.FunctionDefinition.Name, IsAuthenticated: true, ClusterFilter.All);
        return InvokeAsync(context, async cancellationToken =>
        {
            var outcomes = new Outcome[batch.Count];
            await Parallel.ForAsync(0, batch.Count, new ParallelOptions { MaxDegreeOfParallelism = http.Value.BatchConcurrency }, async (at, _) =>
            {
                var received = Read(batch[at], sender);
                outcomes[at] = received.Rejection is { } rejection
                    ? reporter.Refused(rejection with { EventId = context.InvocationId })
                    : (await dispatcher.DispatchAsync(received.Event!, cancellationToken)).Outcome;
            });
            return outcomes;
        });
    }

    /// <summary>Sweeps all clusters.</summary>
    /// <exception cref="Exception">The sweep is not complete: another one continues it.</exception>
    public Task SweepAsync(FunctionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return InvokeAsync(context, async cancellationToken =>
            [await dispatcher.DispatchTimerAsync(context.InvocationId, context.FunctionDefinition.Name, cancellationToken)]);
    }

    private async Task<Outcome[]> InvokeAsync(FunctionContext context, Func<CancellationToken, Task<Outcome[]>> handle)
    {
        if (inFlight.TryEnter(holder: null) is { } rejected)
        {
            throw new DeliverAgainException(reporter.Refused(rejected with { EventId = context.InvocationId }));
        }

        try
        {
            using var cancelled = CancellationTokenSource.CreateLinkedTokenSource(inFlight.Abandoned, context.CancellationToken);
            var outcomes = await handle(cancelled.Token);
            return Array.Find(outcomes, static outcome => outcome.Kind.Disposition() == Disposition.Retry) is { } failed
                ? throw new DeliverAgainException(failed)
                : outcomes;
        }
        finally
        {
            inFlight.Leave(holder: null);
        }
    }

    private ReceivedEvents Read(ReadOnlyMemory<byte> json, Sender sender) => json.Length > http.Value.MaxBodyBytes
        ? ReceivedEvents.Reject(OutcomeReason.BodyTooLarge, $"The event has {json.Length} bytes, {http.Value.MaxBodyBytes} are allowed (Tagalong:Http:MaxBodyBytes).")
        : JsonCloudEvents.ReadOne(json, fleet.Value.ClusterExtension, sender);
}
