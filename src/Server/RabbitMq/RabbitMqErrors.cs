using System.Globalization;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using RabbitMQ.Client.Exceptions;
using Tagalong.Core.Text;

namespace Tagalong.Server.RabbitMq;

/// <summary>The errors to expect from a broker and the connection to it.</summary>
internal static partial class RabbitMqErrors
{
    public const int NotFound = 404;
    public const int PreconditionFailed = 406;
    public const int ContentTooLarge = 311;

    /// <summary>Whether the broker, the connection, or a file that the settings name caused the error.</summary>
    public static bool IsExpected(Exception error) => error
        is RabbitMQClientException or RabbitMqTopologyException or IOException or UnauthorizedAccessException or TimeoutException
        or AuthenticationException or CryptographicException or ObjectDisposedException or OperationCanceledException or FormatException or ArgumentException;

    /// <summary>The error in a sentence without secrets.</summary>
    public static string Describe(Exception error) => error switch
    {
        PublishReturnException returned => $"The broker has no queue for the message ({returned.ReplyCode} {returned.ReplyText}).",
        PublishException => "The broker rejected the message.",
        OperationInterruptedException { ShutdownReason: { } reason } => $"The broker closed the connection: {reason.ReplyCode} {reason.ReplyText}",
        OperationCanceledException or TimeoutException => "The broker did not respond in time.",
        BrokerUnreachableException { InnerException: { } inner } => inner.Innermost().Message,
        FormatException or ArgumentException => "The address is not valid: it has to look like amqps://HOST/VHOST.",
        _ => error.Innermost().Message,
    };

    /// <summary>The broker's reply code when it closed a channel or connection, or null if it did not.</summary>
    public static int? CodeOf(Exception error) => (error as OperationInterruptedException)?.ShutdownReason?.ReplyCode;

    /// <summary>The last number in the broker's reply text when it closed a channel or connection, or null.</summary>
    public static long? LastNumberOf(Exception error) =>
        Numbers().Matches((error as OperationInterruptedException)?.ShutdownReason?.ReplyText ?? "") is [.., var last]
        && long.TryParse(last.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    [GeneratedRegex("[0-9]+", RegexOptions.CultureInvariant)]
    private static partial Regex Numbers();
}
