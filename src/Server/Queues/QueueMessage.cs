using System.Collections.Immutable;

namespace Tagalong.Server.Queues;

/// <summary>A message that was received from a queue and is not settled yet. Each kind of queue has a subclass.</summary>
internal abstract class QueueMessage
{
    /// <summary>The bytes; they do not change while the message is in use.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The media type, or null if the message has none.</summary>
    public string? ContentType { get; init; }

    /// <summary>The CloudEvents attributes outside the body, by their bare names; empty if the body is the whole event.</summary>
    public ImmutableDictionary<string, string> Attributes { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>How often it was delivered before, as far as the queue counts: retries, and consumers that died while they worked on it.</summary>
    public int Attempts { get; init; }
}
