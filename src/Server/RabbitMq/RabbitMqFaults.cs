using System.Globalization;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using RabbitMQ.Client.Exceptions;
using Tagalong.Core.Text;

namespace Tagalong.Server.RabbitMq;

/// <summary>What may go wrong with a broker, and how it is told of.</summary>
internal static partial class RabbitMqFaults
{
    public const int NotFound = 404;
    public const int PreconditionFailed = 406;
    public const int ContentTooLarge = 311;

    /// <summary>Whether a fault is one of the broker, of the way to it, or of a file that the settings name.</summary>
    public static bool IsExpected(Exception fault) => fault
        is RabbitMQClientException or RabbitMqTopologyException or IOException or UnauthorizedAccessException or TimeoutException
        or AuthenticationException or CryptographicException or ObjectDisposedException or OperationCanceledException or FormatException or ArgumentException;

    /// <summary>A fault in a sentence, which holds no secret.</summary>
    public static string Text(Exception fault) => fault switch
    {
        PublishReturnException returned => $"The broker knows no queue for it ({returned.ReplyCode} {returned.ReplyText}).",
        PublishException => "The broker did not take it.",
        OperationInterruptedException { ShutdownReason: { } reason } => $"The broker ended the connection: {reason.ReplyCode} {reason.ReplyText}",
        OperationCanceledException or TimeoutException => "The broker took too long to answer.",
        BrokerUnreachableException { InnerException: { } inner } => inner.Innermost().Message,
        FormatException or ArgumentException => "The address is none: it has to look like amqps://HOST/VHOST.",
        _ => fault.Innermost().Message,
    };

    /// <summary>The broker's code for why it ended a channel or connection, or null if it did not.</summary>
    public static int? CodeOf(Exception fault) => (fault as OperationInterruptedException)?.ShutdownReason?.ReplyCode;

    /// <summary>The last number in what the broker said when it ended a channel or connection, or null.</summary>
    public static long? LastNumberOf(Exception fault) =>
        Numbers().Matches((fault as OperationInterruptedException)?.ShutdownReason?.ReplyText ?? "") is [.., var last]
        && long.TryParse(last.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    [GeneratedRegex("[0-9]+", RegexOptions.CultureInvariant)]
    private static partial Regex Numbers();
}
