using Tagalong.Core.Watching;
using Tagalong.Hosting.Queues;

namespace Tagalong.Server.AzureStorage;

/// <summary>Sends each change to a queue of Azure Storage as Event Grid would: the structured event, in base64.</summary>
/// <remarks>An event that is too large for a queue is sent without the object, as in Knative's Reference mode: the consumer reads the object.</remarks>
internal sealed class StorageEventSink(StorageQueue queue, IReadOnlyDictionary<string, string> overrides) : IEventSink
{
    public async ValueTask<SinkResult> SendAsync(RelayedEvent cloudEvent, CancellationToken cancellationToken)
    {
        var text = MessageText.Encode(cloudEvent.ToJson(overrides).Span);
        if (text.Length > MessageText.MaxBytes)
        {
            text = MessageText.Encode(cloudEvent.ToReferenceJson(overrides).Span);
        }

        var result = await queue.SendAsync(text, expires: true, cancellationToken);
        return result.Status switch
        {
            StorageQueueStatus.Done => new SinkResult(SinkStatus.Accepted),
            StorageQueueStatus.TooLarge => new SinkResult(SinkStatus.Rejected, result.Error),
            StorageQueueStatus.LeaseLost or StorageQueueStatus.QueueMissing or StorageQueueStatus.Failed => new SinkResult(SinkStatus.Retry, result.Error, result.RetryAfter),
        };
    }
}
