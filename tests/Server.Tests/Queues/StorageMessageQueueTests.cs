using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;
using Tagalong.Core;
using Tagalong.Core.Azure;
using Tagalong.Hosting.Queues;
using Tagalong.Server.AzureStorage;
using Tagalong.Testing;

namespace Tagalong.Server.Tests.Queues;

/// <summary>The leases on messages of a storage queue. The test advances the clock of the queue, not that of Azurite.</summary>
public class StorageMessageQueueTests(StorageAccount account) : IClassFixture<StorageAccount>
{
    private readonly FakeLogger<StorageMessageQueue> _logger = new();
    private readonly FakeTimeProvider _clock = new();

    [AzuriteFact]
    public async Task A_message_in_progress_stays_hidden_and_is_deleted_by_its_newest_pop_receipt()
    {
        var raw = await account.CreateQueueAsync();
        await raw.SendMessageAsync("{}", TestContext.Current.CancellationToken);
        await using var services = Services();
        await using var queue = Open(services, raw.Name, TimeSpan.FromMinutes(15));
        var message = await queue.ReceiveAsync(TestContext.Current.CancellationToken);

        _clock.Advance(TimeSpan.FromMinutes(5));
        await Eventually.EqualAsync(true, () => Task.FromResult(IsLogged(LogLevel.Debug)));
        var shown = (await raw.ReceiveMessageAsync(cancellationToken: TestContext.Current.CancellationToken)).Value;
        var isConfirmed = await queue.CompleteAsync(message, TestContext.Current.CancellationToken);

        Assert.Null(shown);
        Assert.True(isConfirmed);
        Assert.Equal(0, await account.CountAsync(raw.Name));
    }

    [AzuriteFact]
    public async Task A_message_whose_lease_expired_is_left_to_the_other_consumer()
    {
        var raw = await account.CreateQueueAsync();
        await raw.SendMessageAsync("{}", TestContext.Current.CancellationToken);
        await using var services = Services();
        await using var queue = Open(services, raw.Name, TimeSpan.FromSeconds(1));
        var message = await queue.ReceiveAsync(TestContext.Current.CancellationToken);

        // The clock of its consumer stands still, as if the process hung.
        await Eventually.EqualAsync(true, async () => (await raw.ReceiveMessageAsync(TimeSpan.FromHours(1), TestContext.Current.CancellationToken)).Value is not null);
        var isConfirmed = await queue.CompleteAsync(message, TestContext.Current.CancellationToken);

        Assert.False(isConfirmed);
        Assert.True(IsLogged(LogLevel.Warning));
        Assert.Equal(1, await account.CountAsync(raw.Name));
    }

    [AzuriteFact]
    public async Task As_many_messages_are_received_as_callers_wait_for()
    {
        var raw = await account.CreateQueueAsync();
        for (var number = 0; number < 40; number++)
        {
            await raw.SendMessageAsync($$"""{"number":{{number}}}""", TestContext.Current.CancellationToken);
        }

        await using var services = Services();
        await using var queue = Open(services, raw.Name, TimeSpan.FromMinutes(15));
        var taken = await Task.WhenAll(Enumerable.Range(0, 35).Select(_ => queue.ReceiveAsync(TestContext.Current.CancellationToken).AsTask()));

        Assert.Equal(35, taken.Select(static message => ((StorageMessage)message).Text).Distinct().Count());
        Assert.Equal(5, (await account.TextsAsync(raw.Name)).Count);
    }

    [AzuriteFact]
    public async Task A_dead_letter_without_room_for_the_cause_is_unchanged()
    {
        var raw = await account.CreateQueueAsync();
        var text = $$"""{"specversion":"1.0","padding":"{{new string('x', 60_000)}}"}""";
        await raw.SendMessageAsync(text, TestContext.Current.CancellationToken);
        await using var services = Services();
        await using var queue = Open(services, raw.Name, TimeSpan.FromMinutes(15));
        var message = await queue.ReceiveAsync(TestContext.Current.CancellationToken);

        var isDeadLettered = await queue.DeadLetterAsync(message, new DeadLetterCause(Core.Outcomes.OutcomeReason.NoObject, "It is not there.", 1), TestContext.Current.CancellationToken);

        Assert.True(isDeadLettered);
        Assert.Equal(text, Assert.Single(await account.TextsAsync($"{raw.Name}-poison")));
        Assert.Contains(_logger.Collector.GetSnapshot(), static line => line.Level == LogLevel.Error && line.Message.EndsWith("NoObject It is not there.", StringComparison.Ordinal));
        Assert.Equal(0, await account.CountAsync(raw.Name));
    }

    [AzuriteFact]
    public async Task A_message_above_the_limit_of_a_queue_is_an_error()
    {
        var raw = await account.CreateQueueAsync();
        await using var services = Services();
        var queue = new StorageQueue(new Uri($"{account.Azurite.Url}/{raw.Name}"), services.GetRequiredService<AzureAccess>());

        var largest = await queue.SendAsync(new string('x', MessageText.MaxBytes), expires: true, TestContext.Current.CancellationToken);
        var larger = await queue.SendAsync(new string('x', MessageText.MaxBytes + 1), expires: true, TestContext.Current.CancellationToken);

        Assert.Equal((StorageQueueStatus.Done, StorageQueueStatus.TooLarge), (largest.Status, larger.Status));
        Assert.Equal("The message is larger than 65536 bytes, the limit of a storage queue.", larger.Error);
    }

    private bool IsLogged(LogLevel level) => _logger.Collector.GetSnapshot().Any(line => line.Level == level);

    private ServiceProvider Services()
    {
        var settings = account.Settings().Select(static setting => setting.Split('=', 2)).Select(static pair => KeyValuePair.Create(pair[0], (string?)pair[1]));
        return new ServiceCollection().AddLogging().AddTagalong(new ConfigurationBuilder().AddInMemoryCollection(settings).Build()).BuildServiceProvider();
    }

    private StorageMessageQueue Open(ServiceProvider services, string name, TimeSpan hidden)
    {
        var azure = services.GetRequiredService<AzureAccess>();
        return new StorageMessageQueue(
            new StorageQueue(new Uri($"{account.Azurite.Url}/{name}"), azure), new StorageQueue(new Uri($"{account.Azurite.Url}/{name}-poison"), azure),
            new AzureStorageOptions { VisibilityTimeout = hidden }, _clock, new Random(1), _logger);
    }
}
