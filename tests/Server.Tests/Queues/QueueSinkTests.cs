using System.Text.Json.Nodes;
using RabbitMQ.Client;
using Tagalong.DevCluster.Kinds;
using Tagalong.Server.Tests.Watching;
using Tagalong.Testing;

namespace Tagalong.Server.Tests.Queues;

/// <summary>The relay that sends to a queue.</summary>
public class QueueSinkTests(SharedRabbitMq shared) : QueueTest(shared)
{
    private string[] ToQueue =>
    [
        $"Tagalong:Watch:Queue={Queue}", "Tagalong:Watch:Cluster=", $"Tagalong:Queue:RabbitMq:Uri={Broker.Uri}", $"Tagalong:Queue:RabbitMq:UserName={RabbitMqServer.User}",
        $"Tagalong:Queue:RabbitMq:Password={RabbitMqServer.Password}", "Tagalong:Queue:RabbitMq:LongestReconnectDelay=00:00:00.5",
    ];

    [Fact]
    public async Task It_makes_the_queue_and_sends_whole_events_that_survive_the_broker()
    {
        await using var relay = await RunningRelay.StartAsync(Cluster, [.. ToQueue, """K_CE_OVERRIDES={"extensions":{"cluster":"prod-eu-1"}}"""]);

        var sent = await Amqp.NextAsync(Queue);

        var live = Cluster.Objects.Get(ResourceKinds.Rollout, "shop", "web")!;
        Assert.Equal("1.0", AmqpClient.HeaderOf(sent, "cloudEvents_specversion"));
        Assert.Equal($"{live["metadata"]!["uid"]}/{live["metadata"]!["resourceVersion"]}", AmqpClient.HeaderOf(sent, "cloudEvents_id"));
        Assert.Equal("dev.knative.apiserver.resource.add", AmqpClient.HeaderOf(sent, "cloudEvents_type"));
        Assert.Equal("prod-eu-1", AmqpClient.HeaderOf(sent, "cloudEvents_cluster"));
        Assert.Equal("application/json", sent.BasicProperties.ContentType);
        Assert.Equal(DeliveryModes.Persistent, sent.BasicProperties.DeliveryMode);
        Assert.Equal("web", (string?)JsonNode.Parse(sent.Body.Span)!["metadata"]!["name"]);
    }

    [Fact]
    public async Task What_the_broker_will_never_take_goes_to_the_dead_letter_file_and_holds_nothing_up()
    {
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        var large = Cluster.Objects.Get(ResourceKinds.Rollout, "shop", "web")!;
        large["metadata"]!["annotations"] = new JsonObject { ["note"] = new string('x', 200_000) };
        large["spec"] = new JsonObject { ["filler"] = new string('x', RabbitMqServer.MaxMessageBytes) };
        Cluster.Objects.Update(large, "kubectl");
        for (var number = 0; number < 10; number++)
        {
            Unlabelled($"web-{number}");
        }

        await using var relay = await RunningRelay.StartAsync(Cluster, [.. ToQueue, $"Tagalong:Watch:DeadLetterFile={file}"]);
        var taken = new HashSet<string?>();
        while (taken.Count < 10)
        {
            // What was on its way when the broker hung up over the large one is sent again.
            taken.Add(AmqpClient.HeaderOf(await Amqp.NextAsync(Queue), "cloudEvents_name"));
        }

        await Eventually.EqualAsync(1, async () => File.Exists(file) ? (await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken)).Length : 0);

        Assert.Contains(
            relay.Logs.GetSnapshot(), static line => line.Message.Contains("was rejected by the sink", StringComparison.Ordinal) && line.Message.Contains("406", StringComparison.Ordinal));
        File.Delete(file);
    }

    [Fact]
    public async Task A_full_queue_holds_the_relay_up_until_there_is_room()
    {
        await Amqp.Channel.QueueDeclareAsync(
            Queue, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-max-length"] = 2, ["x-overflow"] = "reject-publish" },
            cancellationToken: TestContext.Current.CancellationToken);
        for (var number = 0; number < 7; number++)
        {
            Unlabelled($"web-{number}");
        }

        await using var relay = await RunningRelay.StartAsync(Cluster, ToQueue);
        await Eventually.EqualAsync(2u, async () => await Amqp.CountAsync(Queue) ?? 0);
        await Eventually.EqualAsync(true, () => Task.FromResult(relay.Logs.GetSnapshot().Any(static line => line.Message.Contains("was not accepted and is sent again", StringComparison.Ordinal))));

        var names = new List<string?>();
        while (names.Count < 8)
        {
            names.Add(AmqpClient.HeaderOf(await Amqp.NextAsync(Queue), "cloudEvents_name"));
        }

        Assert.Equal(["web", .. Enumerable.Range(0, 7).Select(static number => $"web-{number}")], names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_queue_that_was_deleted_is_missed_and_made_again_and_nothing_is_taken_for_sent()
    {
        await using var relay = await RunningRelay.StartAsync(Cluster, ToQueue);
        await Amqp.NextAsync(Queue);

        await Amqp.Channel.QueueDeleteAsync(Queue, cancellationToken: TestContext.Current.CancellationToken);
        Unlabelled("web-1");

        Assert.Equal("web-1", AmqpClient.HeaderOf(await Amqp.NextAsync(Queue), "cloudEvents_name"));
    }
}
