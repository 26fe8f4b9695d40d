using Tagalong.DevCluster.Faults;
using Tagalong.Server.Tests.Watching;
using Tagalong.Testing;

namespace Tagalong.Server.Tests.Queues;

/// <summary>A broker that is killed; it is one of its own, for the others' tests go on.</summary>
public class BrokerRestartTests(SharedRabbitMq shared) : QueueTest(shared)
{
    [Fact]
    public async Task A_broker_that_is_killed_and_restarted_loses_no_event()
    {
        const int count = 200;
        await using var broker = await RabbitMqServer.StartAsync();
        for (var number = 0; number < count; number++)
        {
            Unlabelled($"web-{number}");
        }

        var killed = new TaskCompletionSource();
        using var held = Cluster.Faults.Add(Fault.HeldUntil(killed.Task), request => request.IsWrite && Labelled() >= 30);
        await using var relay = await RunningRelay.StartAsync(
            Cluster, $"Tagalong:Watch:Queue={Queue}", $"Tagalong:Queue:RabbitMq:Uri={broker.Uri}", $"Tagalong:Queue:RabbitMq:UserName={RabbitMqServer.User}",
            $"Tagalong:Queue:RabbitMq:Password={RabbitMqServer.Password}", "Tagalong:Queue:RabbitMq:LongestReconnectDelay=00:00:01");
        await using var consumer = await RunningConsumer.StartAsync(
            broker, Cluster, Queue, "Tagalong:Consume:TrustPublishers=true", "Tagalong:Limits:WritesPerSecond=40", "Tagalong:Limits:WriteBurst=1");
        await Eventually.EqualAsync(true, () => Task.FromResult(Labelled() >= 30));

        await broker.KillAsync();
        Unlabelled("meanwhile");
        await Eventually.EqualAsync(false, async () => await consumer.ReadinessAsync() == "ok");
        Assert.InRange(Labelled(), 30, count - 1);
        killed.SetResult();
        await broker.StartAgainAsync();
        await consumer.ReadyAsync();

        await LabelledAsync();
        Assert.Contains(consumer.Logs.GetSnapshot(), static line => line.Message.Contains("Lost the connection to the queue", StringComparison.Ordinal));
    }
}
