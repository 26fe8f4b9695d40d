using System.Text.Json.Nodes;
using RabbitMQ.Client;
using Tagalong.DevCluster.Faults;
using Tagalong.Server.Tests.Watching;
using Tagalong.Testing;

namespace Tagalong.Server.Tests.Queues;

/// <summary>Ten thousand events, one in a hundred poison, and an API server that is away for ten seconds.</summary>
public class TenThousandEventsTests(SharedRabbitMq shared) : QueueTest(shared)
{
    private const int Events = 10_000;
    private const int Poison = Events / 100;
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task Each_valid_event_is_labelled_once_and_each_invalid_one_is_dead_lettered_once()
    {
        var messages = Enumerable.Range(0, Events).Select(number => number % (Events / Poison) == 0 ? PoisonAt(number) : EventMessage.Binary(Unlabelled($"web-{number}"))).ToList();
        await using (var maker = await ConsumeAsync())
        {
        }

        var started = TimeProvider.System.GetTimestamp();
        await Parallel.ForEachAsync(messages, new ParallelOptions { MaxDegreeOfParallelism = 64, CancellationToken = TestContext.Current.CancellationToken }, async (message, _) => await PublishAsync(message));
        var published = TimeProvider.System.GetElapsedTime(started);

        started = TimeProvider.System.GetTimestamp();
        await using var consumer = await RunningConsumer.StartAsync(
            Broker, Cluster, Queue, "Tagalong:Consume:TrustPublishers=true", "Tagalong:Consume:RetryDelay=00:00:00.5", "Tagalong:Consume:LongestRetryDelay=00:00:02",
            "Tagalong:Consume:MaxRetries=1000", "Tagalong:ApiCalls:MaxRetries=3");
        await Eventually.EqualAsync(true, () => Task.FromResult(Writes(200) > Events / 20));
        var away = Cluster.Faults.Add(Fault.Status(503, "ServiceUnavailable", "away"));
        await Task.Delay(Outage, TimeProvider.System, TestContext.Current.CancellationToken);
        away.Dispose();
        await Eventually.EqualAsync(Events - Poison, () => Task.FromResult(Writes(200)), Limit);
        await Eventually.EqualAsync(0u, WaitingAsync);
        var consumed = TimeProvider.System.GetElapsedTime(started);
        await consumer.StopAsync();
        Assert.Equal("payments", Shop.Teams(Cluster));
        Assert.All(
            Cluster.Requests.Snapshot().Where(static request => request is { IsWrite: true, StatusCode: 200 }).GroupBy(static request => request.Name), static writes => Assert.Single(writes));
        Assert.Equal((uint)Poison, await Amqp.CountAsync(DeadLetters));
        var dead = new Dictionary<string, string>();
        while (await Amqp.TakeAsync(DeadLetters) is { } letter)
        {
            dead.Add(letter.BasicProperties.MessageId!, AmqpClient.HeaderOf(letter, "x-tagalong-dead-reason")!);
        }

        Assert.Equal(Poison, dead.Count);
        Assert.All(dead, static letter => Assert.Equal(letter.Key.Split(' ')[1], letter.Value));
        var outcomes = consumer.Outcomes();
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{Events} events published with confirms in {published.TotalSeconds:0.0} s ({Events / published.TotalSeconds:0}/s), consumed in {consumed.TotalSeconds:0.0} s, "
            + $"of which the API server was away for {Outage.TotalSeconds:0} ({Events / (consumed - Outage).TotalSeconds:0}/s in the rest); {outcomes.Count} attempts: "
            + string.Join(", ", outcomes.GroupBy(static outcome => outcome.Kind).Select(static kind => $"{kind.Count()} {kind.Key}")));
    }

    private int Writes(int status) => Cluster.Requests.Count(request => request.IsWrite && request.StatusCode == status);

    private async Task<uint> WaitingAsync() =>
        (await Amqp.CountAsync(Queue))!.Value + (await Amqp.CountAsync($"{Queue}.retry.0.5s"))!.Value + (await Amqp.CountAsync($"{Queue}.retry.2s"))!.Value;

    private static EventMessage PoisonAt(int number)
    {
        var (message, reason) = (number / 100 % 4) switch
        {
            0 => (new EventMessage("not an event"u8.ToArray(), new BasicProperties { ContentType = "text/plain" }), "NotACloudEvent"),
            1 => (EventMessage.Binary(new JsonObject()) with { Body = "{\"apiVersion\":"u8.ToArray() }, "MalformedData"),
            2 => (EventMessage.Binary(new JsonObject { ["kind"] = "ReplicaSet" }), "NoObject"),
            _ => (EventMessage.Structured(new JsonObject()) with { Body = "{}"u8.ToArray() }, "NotACloudEvent"),
        };
        message.Properties.MessageId = $"{number} {reason}";
        message.Properties.Persistent = true;
        return message;
    }
}
