namespace Tagalong.Core.Watching;

/// <summary>Whoever takes the changes that a watch sees.</summary>
public interface IEventSink
{
    /// <summary>Tries once to hand over an event. Several may be handed over at once, each of another object.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    ValueTask<SinkResult> SendAsync(RelayedEvent told, CancellationToken cancellationToken);
}
