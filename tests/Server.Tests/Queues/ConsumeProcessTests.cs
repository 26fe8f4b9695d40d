using RabbitMQ.Client;
using Tagalong.DevCluster.Faults;
using Tagalong.Server.Tests.Watching;
using Tagalong.Testing;
using Tagalong.Testing.Running;

namespace Tagalong.Server.Tests.Queues;

/// <summary>The verb <c>consume</c> as a process of its own, which is told to stop, and killed.</summary>
public class ConsumeProcessTests(SharedRabbitMq shared) : QueueTest(shared)
{
    private string[] Consume =>
    [
        "consume", "--queue", Queue, $"--Tagalong:Queue:RabbitMq:Uri={Broker.Uri}", $"--Tagalong:Queue:RabbitMq:UserName={RabbitMqServer.User}",
        $"--Tagalong:Queue:RabbitMq:Password={RabbitMqServer.Password}", "--Tagalong:Consume:RetryDelay=00:00:00.1", "--Tagalong:Consume:LongestRetryDelay=00:00:00.2",
        "--Tagalong:Queue:RabbitMq:LongestReconnectDelay=00:00:01", "--Tagalong:Consume:TrustPublishers=true",
    ];

    [Fact]
    public async Task A_stopping_consumer_finishes_its_messages_and_leaves_the_rest()
    {
        // A quorum queue counts a consumer that was cancelled until it has settled all that it has.
        await MakeQueueAsync("Tagalong:Queue:RabbitMq:QueueType=Classic");
        await PublishAllAsync(20);
        var (writes, stopping) = (0, new TaskCompletionSource());
        using var held = Cluster.Faults.Add(Fault.HeldUntil(stopping.Task), request => request.IsWrite && Interlocked.Increment(ref writes) > 2);
        await using var process = new VerbProcess(Cluster, [.. Consume, "--Tagalong:Consume:Concurrency=4"]);
        await Eventually.EqualAsync(true, () => Task.FromResult(Volatile.Read(ref writes) >= 6));

        await process.TellToStopAsync();
        await Eventually.EqualAsync(0u, () => Amqp.Channel.ConsumerCountAsync(Queue, TestContext.Current.CancellationToken));
        stopping.SetResult();
        var (exitCode, output) = await process.GoneAsync();

        // Nothing that was worked on is worked on again: what was labelled is not in the queue any more.
        await Eventually.EqualAsync(14u, async () => await Amqp.CountAsync(Queue) ?? 0);
        Assert.Equal(0, exitCode);
        Assert.Equal(6, Labelled());
        Assert.Contains("Stopping; messages still in progress", output, StringComparison.Ordinal);
        Assert.DoesNotContain(RabbitMqServer.Password, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unfinished_messages_return_to_the_queue_after_the_drain_timeout()
    {
        await MakeQueueAsync();
        await PublishAllAsync(3);
        using var hanging = Cluster.Faults.Add(Fault.Hang(), static request => request.IsWrite);
        await using var process = new VerbProcess(Cluster, [.. Consume, "--Tagalong:Consume:DrainTimeout=00:00:00.2"]);
        await Eventually.EqualAsync(0u, async () => await Amqp.CountAsync(Queue) ?? 0);

        await process.TellToStopAsync();
        var (exitCode, output) = await process.GoneAsync();

        await Eventually.EqualAsync(3u, async () => await Amqp.CountAsync(Queue) ?? 0);
        Assert.Equal(0, exitCode);
        Assert.Contains("Stopped before all messages were finished", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_event_is_lost_if_the_consumer_is_killed_repeatedly()
    {
        const int count = 120;
        for (var number = 0; number < count; number++)
        {
            Unlabelled($"web-{number}");
        }

        await using var relay = await RunningRelay.StartAsync(
            Cluster, $"Tagalong:Watch:Queue={Queue}", "Tagalong:Watch:Concurrency=20", $"Tagalong:Queue:RabbitMq:Uri={Broker.Uri}", $"Tagalong:Queue:RabbitMq:UserName={RabbitMqServer.User}",
            $"Tagalong:Queue:RabbitMq:Password={RabbitMqServer.Password}");
        for (var life = 1; life <= 2; life++)
        {
            await using var process = new VerbProcess(Cluster, [.. Consume, "--Tagalong:Limits:WritesPerSecond=40", "--Tagalong:Limits:WriteBurst=1"]);
            await Eventually.EqualAsync(true, () => Task.FromResult(Labelled() >= 20 * life));
            await process.KillAsync();
            Unlabelled($"after-{life}");
        }

        Assert.InRange(Labelled(), 40, count);
        await using var last = new VerbProcess(Cluster, [.. Consume, "--Tagalong:Limits:WritesPerSecond=10000"]);
        await LabelledAsync();

        await EmptyAsync();
        Assert.Equal(0u, await Amqp.CountAsync(DeadLetters));

        // What a killed process had under way is written again by the next, to no effect: it cannot know.
        Assert.InRange(Cluster.Requests.Writes, count + 2, count + 2 + (2 * 16));
    }

    [Fact]
    public async Task Settled_messages_are_counted_and_the_metrics_are_documented()
    {
        await MakeQueueAsync();
        var metrics = ServeProcess.FreePort();
        await using var process = new VerbProcess(Cluster, [.. Consume, $"--Tagalong:Telemetry:MetricsPort={metrics}"]);
        await PublishAsync(EventMessage.Binary(Unlabelled("web-1")));
        await PublishAsync(new EventMessage("{}"u8.ToArray(), new BasicProperties()));
        await Amqp.NextAsync(DeadLetters);
        await LabelledAsync();
        await EmptyAsync();

        using var client = new HttpClient();
        var page = "";
        await Eventually.EqualAsync(true, async () =>
            (page = await client.GetStringAsync(new Uri($"http://127.0.0.1:{metrics}/metrics"), TestContext.Current.CancellationToken)).Contains("tagalong_result=\"DeadLetter\"", StringComparison.Ordinal));

        var docs = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Docs", "telemetry.md"), TestContext.Current.CancellationToken);
        Assert.Matches($$"""tagalong_consumer_messages_total\{[^}]*tagalong_queue="{{Queue}}"[^}]*tagalong_result="Done"[^}]*\} 1""", page);
        Assert.Matches("""tagalong_consumer_messages_total\{[^}]*tagalong_result="DeadLetter"[^}]*\} 1""", page);
        Assert.Matches("""tagalong_consumer_reachable\{[^}]*\} 1""", page);
        Assert.All((string[])["messages", "in_flight", "reachable"], name =>
        {
            Assert.Contains($"tagalong_consumer_{name}", page, StringComparison.Ordinal);
            Assert.Contains($"`tagalong_consumer_{name}", docs.Replace('.', '_'), StringComparison.Ordinal);
        });
    }

    private async Task MakeQueueAsync(params string[] settings)
    {
        await using var maker = await ConsumeAsync(settings);
    }

    private async Task PublishAllAsync(int count)
    {
        for (var number = 0; number < count; number++)
        {
            await PublishAsync(EventMessage.Binary(Unlabelled($"web-{number}")));
        }
    }
}
