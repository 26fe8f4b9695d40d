using Microsoft.Extensions.Time.Testing;
using Tagalong.FunctionsHost.Queues;

namespace Tagalong.Functions.Tests.Queues;

public sealed class QueueListenerTests
{
    private static readonly QueueOptions Options = new(BatchSize: 2, NewBatchThreshold: 1, MaxDequeueCount: 3, TimeSpan.FromSeconds(30), MessageEncoding.None);

    private readonly FakeTimeProvider _time = new();
    private readonly StorageQueue _queue;
    private readonly StorageQueue _poison;

    public QueueListenerTests() => (_queue, _poison) = (new StorageQueue(_time), new StorageQueue(_time));

    [Fact]
    public async Task A_message_that_succeeds_is_deleted()
    {
        _queue.Send("a");

        await RunAsync(Options, static (_, _) => Task.FromResult(true), () => _queue.Messages.Count == 0);

        Assert.Empty(_poison.Messages);
    }

    [Fact]
    public async Task A_message_that_fails_comes_again_after_the_visibility_timeout_and_moves_to_the_poison_queue_after_the_last_attempt()
    {
        List<int> attempts = [];
        _queue.Send("a");

        await RunAsync(Options, Handle, () => _poison.Messages.Count == 1, advance: TimeSpan.FromSeconds(30));

        Assert.Equal([1, 2, 3], attempts);
        Assert.Empty(_queue.Messages);
        Assert.Equal("a", Assert.Single(_poison.Messages).Text);

        Task<bool> Handle(QueueMessage message, string body)
        {
            attempts.Add(message.DequeueCount);
            return Task.FromResult(false);
        }
    }

    [Fact]
    public async Task A_failed_message_stays_hidden_until_the_visibility_timeout_has_passed()
    {
        var failed = 0;
        _queue.Send("a");

        await RunAsync(
            Options,
            (_, _) => Task.FromResult(Interlocked.Increment(ref failed) == 0),
            () => _queue.Messages is [{ IsInProcess: false, DequeueCount: 1 }]);

        Assert.Equal(_time.GetUtcNow() + TimeSpan.FromSeconds(30), Assert.Single(_queue.Messages).VisibleAt);
        Assert.Empty(_queue.Receive(1, TimeSpan.Zero));
    }

    [Fact]
    public async Task A_batch_and_the_threshold_for_the_next_one_limit_the_messages_in_process()
    {
        var (now, most) = (0, 0);
        var release = new TaskCompletionSource();
        for (var sent = 0; sent < 10; sent++)
        {
            _queue.Send("a");
        }

        var running = RunAsync(Options, Handle, () => _queue.Messages.Count == 0);
        await Task.Delay(TimeSpan.FromMilliseconds(300), TimeProvider.System, TestContext.Current.CancellationToken);
        release.SetResult();
        await running;

        Assert.InRange(most, 2, 3);

        async Task<bool> Handle(QueueMessage message, string body)
        {
            var count = Interlocked.Increment(ref now);
            most = Math.Max(most, count);
            await release.Task;
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, TestContext.Current.CancellationToken);
            Interlocked.Decrement(ref now);
            return true;
        }
    }

    [Fact]
    public async Task A_long_invocation_keeps_its_message_hidden()
    {
        var release = new TaskCompletionSource<bool>();
        var calls = 0;
        _queue.Send("a");

        var running = RunAsync(Options, (_, _) => Counted(), () => _queue.Messages.Count == 0);
        await Eventually(() => calls == 1);
        _time.Advance(TimeSpan.FromHours(1));
        await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, TestContext.Current.CancellationToken);
        release.SetResult(true);
        await running;

        Assert.Equal(1, calls);

        Task<bool> Counted()
        {
            calls++;
            return release.Task;
        }
    }

    [Theory]
    [InlineData(MessageEncoding.Base64, "eA==")]
    [InlineData(MessageEncoding.None, "x")]
    public async Task A_body_is_decoded_as_host_json_says(MessageEncoding encoding, string stored)
    {
        string? body = null;
        _queue.Send(stored);

        await RunAsync(Options with { Encoding = encoding }, Handle, () => _queue.Messages.Count == 0);

        Assert.Equal("x", body);

        Task<bool> Handle(QueueMessage message, string decoded)
        {
            body = decoded;
            return Task.FromResult(true);
        }
    }

    [Fact]
    public async Task A_text_that_is_not_base64_reaches_the_poison_queue_unchanged_without_an_invocation()
    {
        var calls = 0;
        _queue.Send("{ not base64 }");

        await RunAsync(
            Options with { Encoding = MessageEncoding.Base64 },
            (_, _) => Task.FromResult(Interlocked.Increment(ref calls) > 0),
            () => _poison.Messages.Count == 1,
            advance: TimeSpan.FromSeconds(30));

        Assert.Equal(0, calls);
        Assert.Equal("{ not base64 }", _poison.Messages[0].Text);
    }

    private static async Task Eventually(Func<bool> condition)
    {
        while (!condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    private async Task RunAsync(QueueOptions options, Func<QueueMessage, string, Task<bool>> handle, Func<bool> until, TimeSpan advance = default)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var running = new QueueListener(_queue, _poison, options, (message, body, _) => handle(message, body)).RunAsync(stopping.Token);
        while (!until())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, stopping.Token);
            _time.Advance(advance);
        }

        await stopping.CancelAsync();
        await running;
    }
}
