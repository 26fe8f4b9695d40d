namespace Tagalong.Core.Watching;

/// <summary>The destination of the changes that a watch sees.</summary>
public interface IEventSink
{
    /// <summary>Tries once to send an event. Calls for different objects run in parallel.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    ValueTask<SinkResult> SendAsync(RelayedEvent cloudEvent, CancellationToken cancellationToken);
}
