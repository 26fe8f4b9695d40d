using Tagalong.Core.Watching;

namespace Tagalong.Server.Queues;

/// <summary>Where queues are: a message broker or a storage account. Nothing is connected before it is needed.</summary>
internal interface IQueueBroker
{
    /// <summary>Opens a queue to take events from.</summary>
    /// <param name="queue">Its name.</param>
    IMessageQueue Open(string queue);

    /// <summary>Opens a queue to send events to. Whoever opened it disposes of it, if it wants that.</summary>
    /// <param name="queue">Its name.</param>
    IEventSink OpenSink(string queue);
}
