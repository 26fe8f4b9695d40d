using System.Collections.Immutable;

namespace Tagalong.Server.Queues;

/// <summary>A message that was taken from a queue and is not settled yet. Each queue has its own kind, by which it knows it again.</summary>
internal abstract record QueueMessage
{
    /// <summary>The bytes; they stay as they are for as long as the message is looked at.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The media type, or null if the message names none.</summary>
    public string? ContentType { get; init; }

    /// <summary>The CloudEvents attributes that stand beside the body, by their bare names; none if the body is the whole event.</summary>
    public ImmutableDictionary<string, string> Attributes { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>How often it was given out before, as far as the queue can tell: retries, and consumers that died over it.</summary>
    public int Attempts { get; init; }
}
