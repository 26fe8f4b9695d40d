using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using RabbitMQ.Client;
using Tagalong.Hosting.Queues;

namespace Tagalong.Server.RabbitMq;

/// <summary>The headers of messages: the attributes of CloudEvents, and what a message keeps when it is published again.</summary>
/// <remarks>Source: the AMQP protocol binding of CloudEvents 1.0, which has two prefixes for attributes and prefers the second.</remarks>
internal static class RabbitMqHeaders
{
    /// <summary>The prefix of attributes in published messages.</summary>
    public const string Prefix = "cloudEvents_";

    /// <summary>How often a message was published again to be retried.</summary>
    private const string Retries = "x-tagalong-retries";

    private const string DeadReason = "x-tagalong-dead-reason";
    private const string DeadDetail = "x-tagalong-dead-detail";
    private const string DeadAttempts = "x-tagalong-dead-attempts";
    private const string DeadQueue = "x-tagalong-dead-queue";

    /// <summary>In the format of RFC 3339.</summary>
    private const string DeadTime = "x-tagalong-dead-time";

    private const string OtherPrefix = "cloudEvents:";
    private const string DeliveryCount = "x-delivery-count";
    private const int LongestDetail = 1024;

    /// <summary>The end of the year 9999 in AMQP's seconds. Some senders write milliseconds instead, which no date can hold.</summary>
    private const long LatestTime = 253_402_300_799;

    /// <summary>
    /// Headers of the broker and the client that are not published again. With its history, a message that returns to the same
    /// queue counts as cycling and is dropped. The copies of CC and BCC were made the first time.
    /// </summary>
    private static readonly HashSet<string> OfThisDelivery = new(StringComparer.OrdinalIgnoreCase)
    {
        "x-death", "x-first-death-queue", "x-first-death-reason", "x-first-death-exchange", "x-last-death-queue", "x-last-death-reason", "x-last-death-exchange",
        DeliveryCount, "x-dotnet-pub-seq-no", "CC", "BCC", Retries, DeadReason, DeadDetail, DeadAttempts, DeadQueue, DeadTime,
    };

    /// <summary>The CloudEvents attributes among the headers, by their bare names.</summary>
    public static ImmutableDictionary<string, string> AttributesOf(IReadOnlyBasicProperties properties)
    {
        if (properties.Headers is not { Count: > 0 } headers)
        {
            return ImmutableDictionary<string, string>.Empty;
        }

        var attributes = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in headers)
        {
            if ((name.StartsWith(Prefix, StringComparison.Ordinal) || name.StartsWith(OtherPrefix, StringComparison.Ordinal)) && Text(value) is { } text)
            {
                attributes[name[Prefix.Length..]] = text;
            }
        }

        return attributes.ToImmutable();
    }

    /// <summary>How often a message was delivered before: its retries, and the deliveries that a quorum queue counts.</summary>
    public static int AttemptsOf(IReadOnlyBasicProperties properties) => Count(properties, Retries) + Count(properties, DeliveryCount);

    /// <summary>The properties of a copy to retry.</summary>
    public static BasicProperties ForRetry(RabbitMqMessage message)
    {
        var copy = CopyOf(message.Properties);

        // Deliveries during which a consumer died count too; otherwise a message that kills its consumers would do so for ever.
        copy.Headers![Retries] = message.Attempts + 1;
        return copy;
    }

    /// <summary>The properties of a copy for the dead letters. Moved back to its queue, the copy is a message like any other.</summary>
    public static BasicProperties ForDeadLetters(RabbitMqMessage message, string queue, DeadLetterCause cause, DateTimeOffset now)
    {
        var copy = CopyOf(message.Properties);
        copy.Headers![DeadReason] = cause.Reason.ToString();
        copy.Headers[DeadDetail] = cause.Description.Length > LongestDetail ? cause.Description[..LongestDetail] : cause.Description;
        copy.Headers[DeadAttempts] = cause.Attempts;
        copy.Headers[DeadQueue] = queue;
        copy.Headers[DeadTime] = now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        return copy;
    }

    /// <summary>
    /// A copy that survives a restart of the broker, without expiration (it would return early or disappear), reply address, and
    /// user (the broker accepts it only from that user).
    /// </summary>
    private static BasicProperties CopyOf(BasicProperties properties)
    {
        var copy = new BasicProperties(properties)
        {
            Persistent = true,
            Headers = (properties.Headers ?? new Dictionary<string, object?>()).Where(static header => !OfThisDelivery.Contains(header.Key))
                .ToDictionary(static header => header.Key, static header => header.Value),
        };
        copy.ClearExpiration();
        copy.ClearUserId();
        copy.ClearReplyTo();
        return copy;
    }

    private static int Count(IReadOnlyBasicProperties properties, string name) =>
        properties.Headers?.TryGetValue(name, out var value) == true && Text(value) is { } text
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 0;

    private static string? Text(object? value) => value switch
    {
        byte[] utf8 => Encoding.UTF8.GetString(utf8),
        string text => text,
        bool flag => flag ? "true" : "false",
        AmqpTimestamp { UnixTime: >= 0 and <= LatestTime } time => DateTimeOffset.FromUnixTimeSeconds(time.UnixTime).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        sbyte or byte or short or ushort or int or uint or long => Convert.ToString(value, CultureInfo.InvariantCulture),
        _ => null,
    };
}
