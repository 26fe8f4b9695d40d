using System.Text.Json.Nodes;
using Tagalong.DevCluster;
using Tagalong.DevCluster.Kinds;
using Tagalong.Server.Tests.Watching;
using Tagalong.Testing;

namespace Tagalong.Server.Tests.Queues;

/// <summary>A test with a queue of its own at the broker that all of them share, and a cluster with the Rollout <c>web</c>.</summary>
public abstract class QueueTest(SharedRabbitMq shared) : IAsyncLifetime
{
    /// <summary>A name that no other test has.</summary>
    protected string Queue { get; } = $"events-{Guid.NewGuid():n}";

    /// <summary>Where its dead letters are to be found.</summary>
    protected string DeadLetters => $"{Queue}.dead";

    /// <summary>The broker.</summary>
    protected RabbitMqServer Broker { get; private set; } = null!;

    /// <summary>Somebody else at the broker.</summary>
    protected AmqpClient Amqp { get; private set; } = null!;

    /// <summary>The cluster.</summary>
    protected DevApiServer Cluster { get; private set; } = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        Broker = await shared.ServerAsync();
        Amqp = await AmqpClient.ConnectAsync(Broker);
        Cluster = await DevApiServer.StartAsync(new DevApiServerOptions(), TestContext.Current.CancellationToken);
        Shop.AddRollout(Cluster, "web");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await (Amqp?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (Cluster?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    /// <summary>A new ReplicaSet of the Rollout, without its labels.</summary>
    protected JsonObject Unlabelled(string name) => Shop.AddReplicaSet(Cluster, name);

    /// <summary>Waits until every ReplicaSet has the Rollout's label.</summary>
    protected Task LabelledAsync() => Eventually.EqualAsync("payments", () => Task.FromResult(Shop.Teams(Cluster)));

    /// <summary>How many ReplicaSets have it.</summary>
    protected int Labelled() => Cluster.Objects.List(ResourceKinds.ReplicaSet).Count(static value => (string?)value["metadata"]!["labels"]!["team"] == "payments");

    /// <summary>Publishes to the test's queue.</summary>
    private protected Task PublishAsync(EventMessage message) => Amqp.PublishAsync(Queue, message.Body, message.Properties);

    /// <summary>Starts a consumer of the test's queue, and waits until it takes events.</summary>
    private protected async Task<RunningConsumer> ConsumeAsync(params string[] settings)
    {
        var consumer = await RunningConsumer.StartAsync(Broker, Cluster, Queue, settings);
        await consumer.ReadyAsync();
        return consumer;
    }

    /// <summary>Waits until nothing of the test's queue waits anywhere, the dead letters aside.</summary>
    protected Task EmptyAsync() => Eventually.EqualAsync(0u, async () =>
        (await Amqp.CountAsync(Queue) ?? 0) + (await Amqp.CountAsync($"{Queue}.retry.0.1s") ?? 0) + (await Amqp.CountAsync($"{Queue}.retry.0.2s") ?? 0));
}
