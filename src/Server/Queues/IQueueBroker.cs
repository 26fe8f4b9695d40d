using Tagalong.Core.Watching;

namespace Tagalong.Server.Queues;

/// <summary>A message broker or a storage account. It connects when a queue is first used.</summary>
internal interface IQueueBroker
{
    /// <summary>Opens a queue to receive events from.</summary>
    IMessageQueue Open(string queue);

    /// <summary>Opens a queue to send events to. The caller disposes of the sink if it is disposable.</summary>
    IEventSink OpenSink(string queue);
}
