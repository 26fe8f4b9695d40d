using System.Globalization;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Tagalong.Core.Outcomes;
using Tagalong.Hosting.Queues;

namespace Tagalong.Functions;

/// <summary>Events in a queue of Azure Storage, which Event Grid delivers to.</summary>
public sealed partial class QueueFunction(TriggeredEvents events, ILogger<QueueFunction> logger)
{
    /// <summary>Handles a message.</summary>
    /// <returns>The dead letter of a message that is rejected, or null. The Functions host puts it into the queue of dead letters before it deletes the message.</returns>
    [Function("queue")]
    [QueueOutput("%TAGALONG_QUEUE%-poison", Connection = "TagalongQueue")]
    public async Task<string?> RunAsync([QueueTrigger("%TAGALONG_QUEUE%", Connection = "TagalongQueue")] string message, FunctionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var body = MessageText.Decode(message);
        var outcome = await events.HandleAsync(body, context);
        if (outcome.Kind.Disposition() != Disposition.Reject)
        {
            return null;
        }

        var (letter, hasCause) = PoisonMessage.Create(message, body, new DeadLetterCause(outcome.Reason, outcome.Detail ?? "", Deliveries(context)));
        Log.DeadLettered(logger, outcome.EventId, outcome.Kind, outcome.Reason, outcome.Detail, hasCause ? "" : " The message has no room for this reason.");
        return letter;
    }

    /// <summary>The number of deliveries as the host counts them. Members of a JSON message overwrite it there, so that it can be anything.</summary>
    private static int Deliveries(FunctionContext context) =>
        context.BindingContext.BindingData.TryGetValue("DequeueCount", out var count)
        && int.TryParse(count?.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var deliveries)
            ? deliveries
            : 1;

    private static partial class Log
    {
        [LoggerMessage(4000, LogLevel.Error, "Event {EventId} goes to the dead letters: {Outcome} ({Reason}) {Detail}{Note}")]
        public static partial void DeadLettered(ILogger logger, string eventId, OutcomeKind outcome, OutcomeReason reason, string? detail, string note);
    }
}
