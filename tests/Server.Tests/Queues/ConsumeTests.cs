using System.Text;
using System.Text.Json.Nodes;
using RabbitMQ.Client;
using Tagalong.DevCluster.Faults;
using Tagalong.DevCluster.Kinds;
using Tagalong.Testing;

namespace Tagalong.Server.Tests.Queues;

/// <summary>What becomes of messages.</summary>
public class ConsumeTests(SharedRabbitMq shared) : QueueTest(shared)
{
    [Fact]
    public async Task Events_in_every_encoding_are_handled_and_removed()
    {
        await using var consumer = await ConsumeAsync();

        await PublishAsync(EventMessage.Binary(Unlabelled("older"), EventMessage.OlderPrefix));
        await PublishAsync(EventMessage.Binary(Unlabelled("newer"), EventMessage.NewerPrefix));
        await PublishAsync(EventMessage.Structured(Unlabelled("structured")));
        await PublishAsync(EventMessage.Structured(Unlabelled("any-json"), "application/json"));
        await PublishAsync(EventMessage.Structured(Unlabelled("no-type"), contentType: null));
        await LabelledAsync();

        await EmptyAsync();
        await consumer.StopAsync();
        Assert.Equal(0u, await Amqp.CountAsync(Queue));
        Assert.Equal(0u, await Amqp.CountAsync(DeadLetters));
        Assert.Equal(5, Cluster.Requests.Writes);
    }

    [Fact]
    public async Task A_timestamp_beyond_the_year_9999_is_ignored()
    {
        await using var consumer = await ConsumeAsync("Tagalong:Consume:Concurrency=1");
        var message = EventMessage.Binary(Unlabelled("web-1"));
        message.Properties.Headers!["cloudEvents_time"] = new AmqpTimestamp(1_764_000_000_000);
        message.Properties.Headers["x-tagalong-retries"] = new AmqpTimestamp(long.MaxValue);

        await PublishAsync(message);
        await PublishAsync(EventMessage.Binary(Unlabelled("web-2")));

        await LabelledAsync();
        await EmptyAsync();
        Assert.Equal(0u, await Amqp.CountAsync(DeadLetters));
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 0)]
    public async Task A_body_is_trusted_only_if_the_publishers_are_trusted(bool isTrusted, int readsOfTheObject)
    {
        await using var consumer = await ConsumeAsync($"Tagalong:Consume:TrustPublishers={isTrusted}");

        await PublishAsync(EventMessage.Binary(Unlabelled("web-1")));
        await LabelledAsync();

        await EmptyAsync();
        Assert.Equal(readsOfTheObject, Cluster.Requests.Count(static request => request is { Verb: "get", Resource: "replicasets" }));
    }

    [Fact]
    public async Task Several_queues_are_consumed_at_once()
    {
        await using var consumer = await ConsumeAsync($"Tagalong:Consume:Queues:1={Queue}-2");

        await PublishAsync(EventMessage.Binary(Unlabelled("one")));
        var two = EventMessage.Binary(Unlabelled("two"));
        await Amqp.PublishAsync($"{Queue}-2", two.Body, two.Properties);

        await LabelledAsync();
    }

    [Fact]
    public async Task A_rejected_message_is_dead_lettered_unchanged_with_the_reason()
    {
        await using var consumer = await ConsumeAsync("Tagalong:Consume:MaxMessageBytes=20000");
        var live = Unlabelled("web-1");

        await AssertDeadAsync(new EventMessage("hello"u8.ToArray(), new BasicProperties { ContentType = "text/plain" }), "NotACloudEvent", "neither the attributes");
        await AssertDeadAsync(new EventMessage("{"u8.ToArray(), new BasicProperties()), "NotACloudEvent", "The JSON ends too early (byte 1).");
        await AssertDeadAsync(Binary(live, static headers => headers.Remove("cloudEvents_id")), "NotACloudEvent", "id is missing");
        await AssertDeadAsync(Binary(live, static headers => headers["cloudEvents_specversion"] = "0.3"), "NotACloudEvent", "specversion has to be 1.0");
        await AssertDeadAsync(EventMessage.Binary(JsonNode.Parse("""{"kind":"Pod"}""")!), "NoObject", "does not name an object");
        await AssertDeadAsync(EventMessage.Binary(live) with { Body = "{\"apiVersion\":"u8.ToArray() }, "MalformedData", "");
        await AssertDeadAsync(EventMessage.Binary(live) with { Body = Encoding.UTF8.GetBytes(new string(' ', 20_001)) }, "BodyTooLarge", "20001 bytes");

        Assert.Equal(0, Cluster.Requests.Writes);
        Assert.DoesNotContain("hello", string.Join('\n', consumer.Logs.GetSnapshot().Select(static line => line.Message)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_event_about_a_cluster_outside_the_filter_is_rejected()
    {
        await using var consumer = await ConsumeAsync("Tagalong:Consume:Clusters:0=prod-*");

        await AssertDeadAsync(EventMessage.Binary(Unlabelled("web-1")), "SenderNotAllowed", Queue);
    }

    [Fact]
    public async Task A_failed_event_is_retried_through_the_retry_queue()
    {
        using var outage = Cluster.Faults.Add(Fault.Status(503, "ServiceUnavailable", "away"), static request => request.IsWrite, times: 9);
        await using var consumer = await ConsumeAsync("Tagalong:ApiCalls:MaxRetries=0", "Tagalong:Limits:BreakMinimumCalls=1000");

        await PublishAsync(EventMessage.Binary(Unlabelled("web-1")));
        await LabelledAsync();

        await EmptyAsync();
        Assert.Equal(10, Cluster.Requests.Writes);
        Assert.Equal(0u, await Amqp.CountAsync(DeadLetters));
    }

    [Fact]
    public async Task An_event_that_fails_too_often_is_dead_lettered_with_its_last_reason_and_can_be_put_back()
    {
        using var right = Cluster.Faults.Add(Fault.Status(403, "Forbidden", "replicasets.apps \"x\" is forbidden: User \"tagalong\" cannot patch resource \"replicasets\" in API group \"apps\" in the namespace \"shop\""), static request => request.IsWrite);
        await using var consumer = await ConsumeAsync("Tagalong:Consume:MaxRetries=3");

        await PublishAsync(EventMessage.Binary(Unlabelled("web-1")));
        var dead = await Amqp.NextAsync(DeadLetters);

        Assert.Equal("Forbidden", AmqpClient.HeaderOf(dead, "x-tagalong-dead-reason"));
        Assert.Equal("4", AmqpClient.HeaderOf(dead, "x-tagalong-dead-attempts"));
        Assert.Equal(4, Cluster.Requests.Writes);
        right.Dispose();
        await Amqp.PublishAsync(Queue, dead.Body, new BasicProperties(dead.BasicProperties));
        await LabelledAsync();
    }

    [Fact]
    public async Task A_copy_omits_properties_that_would_break_it()
    {
        using var outage = Cluster.Faults.Add(Fault.Status(503, "ServiceUnavailable", "away"), static request => request.IsWrite, times: 3);
        await using (var maker = await ConsumeAsync())
        {
        }

        await using var consumer = await ConsumeAsync(
            $"Tagalong:Queue:RabbitMq:UserName={RabbitMqServer.LimitedUser}", "Tagalong:Queue:RabbitMq:Topology=Check", "Tagalong:ApiCalls:MaxRetries=0", "Tagalong:Limits:BreakMinimumCalls=1000");
        await Amqp.Channel.QueueDeclareAsync($"{Queue}-copies", durable: true, exclusive: false, autoDelete: true, cancellationToken: TestContext.Current.CancellationToken);
        var spoilt = EventMessage.Binary(Unlabelled("web-1"));
        spoilt.Properties.UserId = RabbitMqServer.User;
        spoilt.Properties.Expiration = "60000";
        spoilt.Properties.Headers!["CC"] = new List<object> { $"{Queue}-copies" };

        await PublishAsync(spoilt);
        await LabelledAsync();

        await EmptyAsync();
        Assert.Equal(4, Cluster.Requests.Writes);
        Assert.Equal(1u, await Amqp.CountAsync($"{Queue}-copies"));
    }

    [Fact]
    public async Task A_message_that_keeps_killing_consumers_is_dead_lettered_unread()
    {
        await using (var first = await ConsumeAsync())
        {
        }

        await PublishAsync(EventMessage.Binary(Unlabelled("web-1")));
        for (var death = 0; death < 4; death++)
        {
            var taken = await Eventually.NotNullAsync(() => Amqp.Channel.BasicGetAsync(Queue, autoAck: false, TestContext.Current.CancellationToken));
            await Amqp.Channel.BasicNackAsync(taken.DeliveryTag, multiple: false, requeue: true, TestContext.Current.CancellationToken);
        }

        await using var consumer = await ConsumeAsync("Tagalong:Consume:MaxRetries=3");
        var dead = await Amqp.NextAsync(DeadLetters);

        Assert.Equal("Unforeseen", AmqpClient.HeaderOf(dead, "x-tagalong-dead-reason"));
        Assert.Contains("never settled", AmqpClient.HeaderOf(dead, "x-tagalong-dead-detail"), StringComparison.Ordinal);
        Assert.DoesNotContain(consumer.Outcomes(), static outcome => outcome.Writes > 0);
    }

    [Fact]
    public async Task A_dead_letter_without_a_queue_is_retried_until_there_is_one()
    {
        await using (var maker = await ConsumeAsync())
        {
        }

        await Amqp.Channel.QueueUnbindAsync(DeadLetters, "tagalong.dead", Queue, cancellationToken: TestContext.Current.CancellationToken);
        await using var consumer = await ConsumeAsync("Tagalong:Queue:RabbitMq:Topology=Check");
        await PublishAsync(new EventMessage("hello"u8.ToArray(), new BasicProperties { ContentType = "text/plain" }));
        await Eventually.EqualAsync(true, () => Task.FromResult(consumer.Outcomes().Count >= 3));

        await Amqp.Channel.QueueBindAsync(DeadLetters, "tagalong.dead", Queue, cancellationToken: TestContext.Current.CancellationToken);
        var dead = await Amqp.NextAsync(DeadLetters);

        await EmptyAsync();
        Assert.Equal("NotACloudEvent", AmqpClient.HeaderOf(dead, "x-tagalong-dead-reason"));
        Assert.Equal(0u, await Amqp.CountAsync(DeadLetters));
    }

    [Fact]
    public async Task An_unbound_dead_letter_queue_is_bound()
    {
        await Amqp.Channel.ExchangeDeclareAsync($"{Queue}-letters", ExchangeType.Direct, durable: true, cancellationToken: TestContext.Current.CancellationToken);
        await Amqp.Channel.QueueDeclareAsync(DeadLetters, durable: true, exclusive: false, autoDelete: false, cancellationToken: TestContext.Current.CancellationToken);
        await using var consumer = await ConsumeAsync($"Tagalong:Queue:RabbitMq:DeadLetterExchange={Queue}-letters");

        await PublishAsync(new EventMessage("hello"u8.ToArray(), new BasicProperties { ContentType = "text/plain" }));

        Assert.Equal("hello"u8.ToArray(), (await Amqp.NextAsync(DeadLetters)).Body.ToArray());
    }

    [Fact]
    public async Task A_message_that_cannot_reach_the_retry_queue_is_held_and_not_lost()
    {
        using var outage = Cluster.Faults.Add(Fault.Status(503, "ServiceUnavailable", "away"), static request => request.IsWrite, times: 2);
        await using var consumer = await ConsumeAsync("Tagalong:ApiCalls:MaxRetries=0", "Tagalong:Limits:BreakMinimumCalls=1000");
        await Amqp.Channel.QueueDeleteAsync($"{Queue}.retry.0.1s", cancellationToken: TestContext.Current.CancellationToken);
        await Amqp.Channel.QueueDeleteAsync($"{Queue}.retry.0.2s", cancellationToken: TestContext.Current.CancellationToken);

        await PublishAsync(EventMessage.Binary(Unlabelled("web-1")));
        await LabelledAsync();

        await EmptyAsync();
        Assert.Equal(3, Cluster.Requests.Writes);
        Assert.Contains(consumer.Logs.GetSnapshot(), static line => line.Message.Contains("holding it in memory", StringComparison.Ordinal));
        await Amqp.ThereIsAsync($"{Queue}.retry.0.1s");
    }

    [Fact]
    public async Task Events_for_a_cluster_at_its_limit_are_not_dead_lettered()
    {
        for (var number = 0; number < 60; number++)
        {
            Unlabelled($"web-{number}");
        }

        await using var consumer = await ConsumeAsync(
            "Tagalong:Limits:WritesPerSecond=20", "Tagalong:Limits:WriteBurst=1", "Tagalong:Consume:MaxRetries=0", "Tagalong:Consume:RetryDelay=00:00:00.2", "Tagalong:Consume:TrustPublishers=true");
        foreach (var live in Cluster.Objects.List(ResourceKinds.ReplicaSet))
        {
            await PublishAsync(EventMessage.Binary(live));
        }

        await LabelledAsync();
        Assert.Contains(consumer.Outcomes(), static outcome => outcome.Reason == "ClusterBusy");
        Assert.Equal(0u, await Amqp.CountAsync(DeadLetters));
    }

    private static EventMessage Binary(JsonObject live, Action<IDictionary<string, object?>> change)
    {
        var message = EventMessage.Binary(live);
        change(message.Properties.Headers!);
        return message;
    }

    private async Task AssertDeadAsync(EventMessage message, string reason, string detail)
    {
        message.Properties.MessageId = Guid.NewGuid().ToString();
        await PublishAsync(message);
        var dead = await Amqp.NextAsync(DeadLetters);

        Assert.Equal(message.Properties.MessageId, dead.BasicProperties.MessageId);
        Assert.Equal(message.Body.ToArray(), dead.Body.ToArray());
        Assert.Equal(message.Properties.ContentType, dead.BasicProperties.ContentType);
        Assert.Equal(reason, AmqpClient.HeaderOf(dead, "x-tagalong-dead-reason"));
        Assert.Contains(detail, AmqpClient.HeaderOf(dead, "x-tagalong-dead-detail"), StringComparison.Ordinal);
        Assert.Equal("1", AmqpClient.HeaderOf(dead, "x-tagalong-dead-attempts"));
        Assert.Equal(Queue, AmqpClient.HeaderOf(dead, "x-tagalong-dead-queue"));
    }
}
