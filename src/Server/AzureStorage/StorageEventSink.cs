using Tagalong.Core.Watching;

namespace Tagalong.Server.AzureStorage;

/// <summary>Puts each change to a queue of Azure Storage as Event Grid would: the structured event, in base64.</summary>
/// <remarks>One that is too large for a queue is told without the object, in the shape of Knative's Reference mode: whoever gets it reads the object.</remarks>
internal sealed class StorageEventSink(StorageQueue queue, IReadOnlyDictionary<string, string> overrides) : IEventSink
{
    public async ValueTask<SinkResult> SendAsync(RelayedEvent told, CancellationToken cancellationToken)
    {
        var text = MessageText.Encode(told.ToJson(overrides).Span);
        if (text.Length > StorageQueue.MostBytes)
        {
            text = MessageText.Encode(told.ToReferenceJson(overrides).Span);
        }

        var answer = await queue.PutAsync(text, isKept: false, cancellationToken);
        return answer.Status switch
        {
            StorageQueueStatus.Done => new SinkResult(SinkStatus.Accepted),
            StorageQueueStatus.TooLarge => new SinkResult(SinkStatus.Rejected, answer.Fault),
            StorageQueueStatus.NotHeld or StorageQueueStatus.NoQueue or StorageQueueStatus.Failed => new SinkResult(SinkStatus.Retry, answer.Fault, answer.RetryAfter),
        };
    }
}
