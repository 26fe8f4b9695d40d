using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using RabbitMQ.Client;
using Tagalong.Server.Queues;

namespace Tagalong.Server.RabbitMq;

/// <summary>The headers of messages: the attributes of CloudEvents, and what stays with a message that is sent again.</summary>
/// <remarks>Source: the AMQP protocol binding of CloudEvents 1.0, which has two prefixes for attributes and prefers the second.</remarks>
internal static class RabbitMqHeaders
{
    /// <summary>How often a message was sent back to be tried again.</summary>
    public const string Retries = "x-tagalong-retries";

    /// <summary>Why a dead letter is one: the reason of its last outcome.</summary>
    public const string DeadReason = "x-tagalong-dead-reason";

    /// <summary>The same as a sentence.</summary>
    public const string DeadDetail = "x-tagalong-dead-detail";

    /// <summary>How often it was tried.</summary>
    public const string DeadAttempts = "x-tagalong-dead-attempts";

    /// <summary>Which queue it came from.</summary>
    public const string DeadQueue = "x-tagalong-dead-queue";

    /// <summary>When it was given up, by RFC 3339.</summary>
    public const string DeadTime = "x-tagalong-dead-time";

    /// <summary>The prefix of attributes in what is sent.</summary>
    public const string Prefix = "cloudEvents_";

    private const string OtherPrefix = "cloudEvents:";
    private const string DeliveryCount = "x-delivery-count";
    private const int LongestDetail = 1024;

    /// <summary>The end of the year 9999, in the seconds of AMQP. Some write milliseconds instead, which no time can hold.</summary>
    private const long LatestTime = 253_402_300_799;

    /// <summary>
    /// Not to be sent again: what the broker or the client counts by. With its history, a message that comes to the same queue
    /// twice is taken for one that runs in circles, and dropped. The carbon copies were made when it was sent first.
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

    /// <summary>How often a message was sent back to be tried again.</summary>
    public static int RetriesOf(IReadOnlyBasicProperties properties) => Count(properties, Retries);

    /// <summary>How often a quorum queue has given the message out before; 0 in queues that do not count.</summary>
    public static int DeliveriesOf(IReadOnlyBasicProperties properties) => Count(properties, DeliveryCount);

    /// <summary>The properties of a copy that is to be tried again.</summary>
    public static BasicProperties ForRetry(RabbitMqMessage message)
    {
        var copy = CopyOf(message.Properties);

        // Deliveries that a consumer died over count as well, or a message that kills its consumers would do so for ever.
        copy.Headers![Retries] = message.Attempts + 1;
        return copy;
    }

    /// <summary>The properties of a copy for the dead letters. Nothing in it keeps it from being tried anew, once somebody moves it back.</summary>
    public static BasicProperties ForDeadLetters(RabbitMqMessage message, string queue, DeadLetterReason reason, DateTimeOffset now)
    {
        var copy = CopyOf(message.Properties);
        copy.Headers![DeadReason] = reason.Reason.ToString();
        copy.Headers[DeadDetail] = reason.Detail.Length > LongestDetail ? reason.Detail[..LongestDetail] : reason.Detail;
        copy.Headers[DeadAttempts] = reason.Attempts;
        copy.Headers[DeadQueue] = queue;
        copy.Headers[DeadTime] = now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        return copy;
    }

    /// <summary>
    /// A copy that survives a restart. It has no time limit of its own, which would bring it back early or make it vanish, no
    /// address for answers, and no user, which the broker only takes from that user.
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
        bool truth => truth ? "true" : "false",
        AmqpTimestamp { UnixTime: >= 0 and <= LatestTime } time => DateTimeOffset.FromUnixTimeSeconds(time.UnixTime).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        sbyte or byte or short or ushort or int or uint or long => Convert.ToString(value, CultureInfo.InvariantCulture),
        _ => null,
    };
}
