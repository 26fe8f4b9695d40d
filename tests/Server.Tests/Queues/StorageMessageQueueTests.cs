using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;
using Tagalong.Core;
using Tagalong.Server.AzureStorage;
using Tagalong.Server.Queues;
using Tagalong.Testing;

namespace Tagalong.Server.Tests.Queues;

/// <summary>The hold on messages of a storage queue. The queue's clock is turned by hand, Azurite's goes on.</summary>
public class StorageMessageQueueTests(StorageAccount account) : IClassFixture<StorageAccount>
{
    private readonly FakeLogger<StorageMessageQueue> _logger = new();
    private readonly FakeTimeProvider _clock = new();

    [AzuriteFact]
    public async Task What_is_worked_on_stays_hidden_and_is_deleted_by_its_newest_receipt()
    {
        var raw = await account.CreateQueueAsync();
        await raw.SendMessageAsync("{}", TestContext.Current.CancellationToken);
        await using var services = Services();
        await using var queue = Open(services, raw.Name, TimeSpan.FromMinutes(15));
        var message = await queue.ReceiveAsync(TestContext.Current.CancellationToken);

        _clock.Advance(TimeSpan.FromMinutes(5));
        await Eventually.EqualAsync(true, () => Task.FromResult(IsLogged(LogLevel.Debug)));
        var shown = (await raw.ReceiveMessageAsync(cancellationToken: TestContext.Current.CancellationToken)).Value;
        var isKnown = await queue.SettleAsync(message, TestContext.Current.CancellationToken);

        Assert.Null(shown);
        Assert.True(isKnown);
        Assert.Equal(0, await account.CountAsync(raw.Name));
    }

    [AzuriteFact]
    public async Task What_somebody_else_has_by_now_is_left_to_them()
    {
        var raw = await account.CreateQueueAsync();
        await raw.SendMessageAsync("{}", TestContext.Current.CancellationToken);
        await using var services = Services();
        await using var queue = Open(services, raw.Name, TimeSpan.FromSeconds(1));
        var message = await queue.ReceiveAsync(TestContext.Current.CancellationToken);

        // The clock of its consumer stands still, as if the process did.
        await Eventually.EqualAsync(true, async () => (await raw.ReceiveMessageAsync(TimeSpan.FromHours(1), TestContext.Current.CancellationToken)).Value is not null);
        var isKnown = await queue.SettleAsync(message, TestContext.Current.CancellationToken);

        Assert.False(isKnown);
        Assert.True(IsLogged(LogLevel.Warning));
        Assert.Equal(1, await account.CountAsync(raw.Name));
    }

    [AzuriteFact]
    public async Task As_many_messages_are_taken_as_are_waited_for_and_no_more()
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
    public async Task A_dead_letter_without_room_for_the_reason_is_kept_as_it_was()
    {
        var raw = await account.CreateQueueAsync();
        var text = $$"""{"specversion":"1.0","padding":"{{new string('x', 60_000)}}"}""";
        await raw.SendMessageAsync(text, TestContext.Current.CancellationToken);
        await using var services = Services();
        await using var queue = Open(services, raw.Name, TimeSpan.FromMinutes(15));
        var message = await queue.ReceiveAsync(TestContext.Current.CancellationToken);

        var isKept = await queue.DeadLetterAsync(message, new DeadLetterReason(Core.Outcomes.OutcomeReason.NoObject, "It is not there.", 1), TestContext.Current.CancellationToken);

        Assert.True(isKept);
        Assert.Equal(text, Assert.Single(await account.TextsAsync($"{raw.Name}-poison")));
        Assert.Contains(_logger.Collector.GetSnapshot(), static line => line.Level == LogLevel.Error && line.Message.EndsWith("NoObject It is not there.", StringComparison.Ordinal));
        Assert.Equal(0, await account.CountAsync(raw.Name));
    }

    [AzuriteFact]
    public async Task A_queue_says_what_is_larger_than_it_takes()
    {
        var raw = await account.CreateQueueAsync();
        await using var services = Services();
        var queue = services.GetRequiredService<StorageQueues>().Queue(new Uri($"{account.Azurite.Url}/{raw.Name}"));

        var largest = await queue.PutAsync(new string('x', StorageQueue.MostBytes), isKept: false, TestContext.Current.CancellationToken);
        var larger = await queue.PutAsync(new string('x', StorageQueue.MostBytes + 1), isKept: false, TestContext.Current.CancellationToken);

        Assert.Equal((StorageQueueStatus.Done, StorageQueueStatus.TooLarge), (largest.Status, larger.Status));
        Assert.Equal("The message is larger than 65536 bytes, which is the most that a storage queue takes.", larger.Fault);
    }

    private bool IsLogged(LogLevel level) => _logger.Collector.GetSnapshot().Any(line => line.Level == level);

    private ServiceProvider Services()
    {
        var settings = account.Settings().Select(static setting => setting.Split('=', 2)).Select(static pair => KeyValuePair.Create(pair[0], (string?)pair[1]));
        return new ServiceCollection().AddLogging().AddTagalong(new ConfigurationBuilder().AddInMemoryCollection(settings).Build()).BuildServiceProvider();
    }

    private StorageMessageQueue Open(ServiceProvider services, string name, TimeSpan hidden)
    {
        var queues = services.GetRequiredService<StorageQueues>();
        return new StorageMessageQueue(
            queues.Queue(new Uri($"{account.Azurite.Url}/{name}")), queues.Queue(new Uri($"{account.Azurite.Url}/{name}-poison")),
            new AzureStorageOptions { VisibilityTimeout = hidden }, _clock, new Random(1), _logger);
    }
}
