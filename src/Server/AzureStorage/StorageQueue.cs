using System.Globalization;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Tagalong.Core.Azure;
using Tagalong.Core.Text;

namespace Tagalong.Server.AzureStorage;

/// <summary>A queue of Azure Storage, by the process's one credential. What may go wrong on the way is an answer, never an exception.</summary>
public sealed class StorageQueue
{
    /// <summary>The most messages that one call receives.</summary>
    public const int MostMessages = 32;

    /// <summary>The largest text of a message, in UTF-8.</summary>
    public const int MostBytes = 64 * 1024;

    private const int MaxRetries = 2;
    private const int LongestErrorCode = 64;

    /// <summary>Old enough for every cloud and for the emulator.</summary>
    private const QueueClientOptions.ServiceVersion Version = QueueClientOptions.ServiceVersion.V2024_11_04;

    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestRetryDelay = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan ForEver = TimeSpan.FromSeconds(-1);

    private readonly QueueClient _client;
    private readonly AzureOptions _options;

    internal StorageQueue(Uri address, TokenCredential credential, HttpPipelineTransport transport, AzureOptions options)
    {
        (Address, _options) = (address, options);
        var client = new QueueClientOptions(Version)
        {
            Transport = transport,
            MessageEncoding = QueueMessageEncoding.None,
            Diagnostics = { ApplicationId = "tagalong" },
            Retry = { MaxRetries = MaxRetries, Delay = RetryDelay, MaxDelay = LongestRetryDelay, NetworkTimeout = options.Timeout / 3 },
        };
        _client = new QueueClient(address, credential, client);
    }

    /// <summary>Its address: <c>https://ACCOUNT.queue.core.windows.net/QUEUE</c>.</summary>
    public Uri Address { get; }

    /// <summary>Its name.</summary>
    public string Name => _client.Name;

    /// <summary>Takes what is there and hides it from others.</summary>
    /// <param name="most">How many messages at most, from 1 to 32.</param>
    /// <param name="hidden">How long they are hidden: whole seconds, at least one.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async ValueTask<(StorageQueueResult Answer, IReadOnlyList<StorageQueueMessage> Messages)> ReceiveAsync(
        int most, TimeSpan hidden, CancellationToken cancellationToken)
    {
        IReadOnlyList<StorageQueueMessage> messages = [];
        var answer = await AnswerAsync(async () =>
        {
            var received = await _client.ReceiveMessagesAsync(Math.Min(most, MostMessages), hidden, cancellationToken).ConfigureAwait(false);
            messages = [.. received.Value.Select(static message =>
                new StorageQueueMessage(message.MessageId, message.PopReceipt, message.Body?.ToString() ?? "", message.DequeueCount))];
            return null;
        }, cancellationToken).ConfigureAwait(false);
        return (answer, messages);
    }

    /// <summary>Hides a message for that long from now on; zero shows it at once.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public ValueTask<StorageQueueResult> HideAsync(string id, string popReceipt, TimeSpan hidden, CancellationToken cancellationToken) => AnswerAsync(
        async () => (await _client.UpdateMessageAsync(id, popReceipt, (string?)null, hidden, cancellationToken).ConfigureAwait(false)).Value.PopReceipt,
        cancellationToken);

    /// <summary>Deletes a message.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public ValueTask<StorageQueueResult> DeleteAsync(string id, string popReceipt, CancellationToken cancellationToken) => AnswerAsync(async () =>
    {
        await _client.DeleteMessageAsync(id, popReceipt, cancellationToken).ConfigureAwait(false);
        return null;
    }, cancellationToken);

    /// <summary>Puts a message there.</summary>
    /// <param name="text">Its text.</param>
    /// <param name="isKept">Whether it stays until somebody deletes it, and not a week only.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public ValueTask<StorageQueueResult> PutAsync(string text, bool isKept, CancellationToken cancellationToken) => AnswerAsync(async () =>
    {
        await _client.SendMessageAsync(text, timeToLive: isKept ? ForEver : null, cancellationToken: cancellationToken).ConfigureAwait(false);
        return null;
    }, cancellationToken);

    /// <summary>Makes the queue where there is none.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public ValueTask<StorageQueueResult> CreateAsync(CancellationToken cancellationToken) => AnswerAsync(async () =>
    {
        await _client.CreateIfNotExistsAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
        return null;
    }, cancellationToken);

    private async ValueTask<StorageQueueResult> AnswerAsync(Func<Task<string?>> call, CancellationToken cancellationToken)
    {
        try
        {
            return new StorageQueueResult(StorageQueueStatus.Done, PopReceipt: await call().ConfigureAwait(false));
        }
        catch (RequestFailedException refused) when (refused.Status > 0)
        {
            return Refused(refused);
        }
        catch (AuthenticationFailedException fault)
        {
            return Failed(AzureErrors.NoToken(fault, _options));
        }
        catch (Exception fault) when (fault.Innermost() is OperationCanceledException or TimeoutException && !cancellationToken.IsCancellationRequested)
        {
            return Failed($"The queue {Name} did not answer within {_options.Timeout.TotalSeconds:0.###} s.");
        }
        catch (Exception fault) when (fault is AggregateException or RequestFailedException or IOException or HttpRequestException
            && !cancellationToken.IsCancellationRequested)
        {
            return Failed($"The connection to the queue {Name} failed: {fault.Innermost().Message}");
        }
#pragma warning disable CA1031 // Such as the page of a proxy where XML should be. Whatever the library makes of it, it was not done.
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return Failed($"The answer of the queue {Name} cannot be read ({fault.GetType().Name}).");
        }
    }

    private StorageQueueResult Refused(RequestFailedException refused)
    {
        var code = refused.ErrorCode is { Length: <= LongestErrorCode } given && given.All(char.IsAsciiLetterOrDigit) ? given : "";
        if (code == QueueErrorCode.MessageNotFound || code == QueueErrorCode.PopReceiptMismatch)
        {
            return new StorageQueueResult(StorageQueueStatus.NotHeld, $"The message is not held any more ({code}).");
        }

        if (code == QueueErrorCode.QueueNotFound)
        {
            return new StorageQueueResult(StorageQueueStatus.NoQueue, $"There is no queue {Name}; make it: az storage queue create --auth-mode login -n {Name}.");
        }

        if (code == QueueErrorCode.RequestBodyTooLarge || code == QueueErrorCode.MessageTooLarge)
        {
            return new StorageQueueResult(StorageQueueStatus.TooLarge, $"The message is larger than {MostBytes} bytes, which is the most that a storage queue takes.");
        }

        return Failed($"The queue {Name} answered {refused.Status}{(code.Length > 0 ? $" {code}" : "")}{Hint(refused.Status)}.", RetryAfter(refused));
    }

    private static string Hint(int status) => status switch
    {
        401 => "; its account has to be one of the identity's tenant (Tagalong:Azure:TenantId)",
        403 => "; the identity lacks a role here, Storage Queue Data Contributor to consume or Storage Queue Data Message Sender to put, or a firewall is in the way",
        _ => "",
    };

    private static TimeSpan? RetryAfter(RequestFailedException refused) =>
        refused.GetRawResponse()?.Headers.TryGetValue("Retry-After", out var text) == true
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
                ? TimeSpan.FromSeconds(Math.Min(seconds, LongestWait.TotalSeconds))
                : null;

    private static StorageQueueResult Failed(string fault, TimeSpan? retryAfter = null) => new(StorageQueueStatus.Failed, fault, RetryAfter: retryAfter);
}
