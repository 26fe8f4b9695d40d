using System.Globalization;
using Azure;
using Azure.Identity;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Tagalong.Core.Azure;
using Tagalong.Core.Text;
using Tagalong.Hosting.Queues;

namespace Tagalong.Server.AzureStorage;

/// <summary>A client of one queue of Azure Storage. Expected errors are results; only a cancelled token throws.</summary>
internal sealed class StorageQueue
{
    /// <summary>The most messages that one call can receive.</summary>
    public const int MaxMessages = 32;

    private const int MaxRetries = 2;
    private const int LongestErrorCode = 64;

    /// <summary>Old enough for every cloud and for the emulator.</summary>
    private const QueueClientOptions.ServiceVersion Version = QueueClientOptions.ServiceVersion.V2024_11_04;

    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestRetryDelay = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan NoExpiry = TimeSpan.FromSeconds(-1);

    private readonly QueueClient _client;
    private readonly AzureOptions _options;

    /// <param name="address"><c>https://ACCOUNT.queue.core.windows.net/QUEUE</c>; nothing is connected yet.</param>
    /// <param name="azure">The credential and the connections.</param>
    public StorageQueue(Uri address, AzureAccess azure)
    {
        _options = azure.Options;
        _client = new QueueClient(address, azure.Credential, new QueueClientOptions(Version)
        {
            Transport = azure.Transport,
            MessageEncoding = QueueMessageEncoding.None,
            Diagnostics = { ApplicationId = "tagalong" },
            Retry = { MaxRetries = MaxRetries, Delay = RetryDelay, MaxDelay = LongestRetryDelay, NetworkTimeout = _options.Timeout / 3 },
        });
    }

    public string Name => _client.Name;

    /// <summary>Receives up to <see cref="MaxMessages"/> messages and hides them from other consumers, for whole seconds.</summary>
    public async ValueTask<(StorageQueueResult Result, QueueMessage[] Messages)> ReceiveAsync(int count, TimeSpan visibilityTimeout, CancellationToken cancellationToken)
    {
        var (result, messages) = await CallAsync(async () => (await _client.ReceiveMessagesAsync(count, visibilityTimeout, cancellationToken)).Value, cancellationToken);
        return (result, messages ?? []);
    }

    /// <summary>Hides a message for that long from now on; zero shows it at once.</summary>
    /// <returns>The message's new pop receipt, if it was done.</returns>
    public ValueTask<(StorageQueueResult Result, string? PopReceipt)> UpdateVisibilityAsync(string id, string popReceipt, TimeSpan timeout, CancellationToken cancellationToken) =>
        CallAsync(async () => (await _client.UpdateMessageAsync(id, popReceipt, (string?)null, timeout, cancellationToken)).Value.PopReceipt, cancellationToken);

    public async ValueTask<StorageQueueResult> DeleteAsync(string id, string popReceipt, CancellationToken cancellationToken) =>
        (await CallAsync(() => _client.DeleteMessageAsync(id, popReceipt, cancellationToken), cancellationToken)).Result;

    /// <param name="text">The text of the message.</param>
    /// <param name="expires">Whether the message is deleted after a week.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async ValueTask<StorageQueueResult> SendAsync(string text, bool expires, CancellationToken cancellationToken) =>
        (await CallAsync(() => _client.SendMessageAsync(text, timeToLive: expires ? null : NoExpiry, cancellationToken: cancellationToken), cancellationToken)).Result;

    public async ValueTask<StorageQueueResult> CreateAsync(CancellationToken cancellationToken) =>
        (await CallAsync(() => _client.CreateIfNotExistsAsync(cancellationToken: cancellationToken), cancellationToken)).Result;

    private async ValueTask<(StorageQueueResult Result, T? Value)> CallAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return (new StorageQueueResult(StorageQueueStatus.Done), await call());
        }
        catch (RequestFailedException rejected) when (rejected.Status > 0)
        {
            return (ResultOf(rejected), default);
        }
        catch (AuthenticationFailedException error)
        {
            return (Failed(AzureErrors.NoToken(error, _options)), default);
        }
        catch (Exception error) when (error.Innermost() is OperationCanceledException or TimeoutException && !cancellationToken.IsCancellationRequested)
        {
            return (Failed($"The queue {Name} did not respond within {_options.Timeout.TotalSeconds:0.###} s."), default);
        }
        catch (Exception error) when (error is AggregateException or RequestFailedException or IOException or HttpRequestException
            && !cancellationToken.IsCancellationRequested)
        {
            return (Failed($"The connection to the queue {Name} failed: {error.Innermost().Message}"), default);
        }
#pragma warning disable CA1031 // A proxy may send a page instead of XML; whatever the library throws then, nothing was done.
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return (Failed($"The response of the queue {Name} cannot be read ({error.GetType().Name})."), default);
        }
    }

    private StorageQueueResult ResultOf(RequestFailedException rejected)
    {
        var code = rejected.ErrorCode is { Length: <= LongestErrorCode } given && given.All(char.IsAsciiLetterOrDigit) ? given : "";
        if (code == QueueErrorCode.MessageNotFound || code == QueueErrorCode.PopReceiptMismatch)
        {
            return new StorageQueueResult(StorageQueueStatus.LeaseLost, $"The lease on the message was lost ({code}).");
        }

        if (code == QueueErrorCode.QueueNotFound)
        {
            return new StorageQueueResult(StorageQueueStatus.QueueMissing, $"There is no queue {Name}; create it: az storage queue create --auth-mode login -n {Name}.");
        }

        if (code == QueueErrorCode.RequestBodyTooLarge || code == QueueErrorCode.MessageTooLarge)
        {
            return new StorageQueueResult(StorageQueueStatus.TooLarge, $"The message is larger than {MessageText.MaxBytes} bytes, the limit of a storage queue.");
        }

        return Failed($"The queue {Name} responded {rejected.Status}{(code.Length > 0 ? $" {code}" : "")}{Hint(rejected.Status)}.", RetryAfter(rejected));
    }

    private static string Hint(int status) => status switch
    {
        401 => "; its account has to belong to the tenant of the identity (Tagalong:Azure:TenantId)",
        403 => "; the identity needs the role Storage Queue Data Contributor to consume or Storage Queue Data Message Sender to send, or a firewall blocks it",
        _ => "",
    };

    private static TimeSpan? RetryAfter(RequestFailedException rejected) =>
        rejected.GetRawResponse()?.Headers.TryGetValue("Retry-After", out var text) == true
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
                ? TimeSpan.FromSeconds(Math.Min(seconds, LongestWait.TotalSeconds))
                : null;

    private static StorageQueueResult Failed(string error, TimeSpan? retryAfter = null) => new(StorageQueueStatus.Failed, error, retryAfter);
}
