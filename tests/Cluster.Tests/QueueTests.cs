using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using Tagalong.DevCluster.Kinds;
using Tagalong.Server;
using Tagalong.Testing;

[assembly: AssemblyFixture(typeof(SharedRabbitMq))]

namespace Tagalong.Cluster.Tests;

/// <summary>Events from RabbitMQ, with the shipped rights.</summary>
public sealed class QueueTests(ClusterFixture fixture, SharedRabbitMq shared) : ClusterTest(fixture)
{
    private const int Good = 50;

    [Fact]
    public async Task Valid_events_are_labelled_and_a_poison_message_is_kept()
    {
        var broker = await shared.ServerAsync();
        await using var amqp = await AmqpClient.ConnectAsync(broker);
        var queue = $"events-{Guid.NewGuid():n}";
        var rollout = await CreateAsync(Manifests.Rollout(Namespace, "web", "team=payments"));
        await using var consumer = await StartAsync(broker, queue);
        await amqp.ThereIsAsync(queue);

        for (var number = 0; number < Good; number++)
        {
            var live = await CreateAsync(Manifests.ReplicaSet(Namespace, $"web-{number}", "app=web", "app=web", rollout));
            var message = number % 2 == 0 ? EventMessage.Binary(live) : EventMessage.Structured(live);
            await amqp.PublishAsync(queue, message.Body, message.Properties);
        }

        await amqp.PublishAsync(queue, "{}"u8.ToArray(), new BasicProperties());

        await Eventually.EqualAsync(Good, async () =>
            (await Admin.ListAsync(ResourceKinds.ReplicaSet, Namespace)).Count(static value => Manifests.LabelsOf(value) == "app=web,team=payments"));
        Assert.Equal("NotACloudEvent", AmqpClient.HeaderOf(await amqp.NextAsync($"{queue}.dead"), "x-tagalong-dead-reason"));
        await Eventually.EqualAsync(0u, async () => await amqp.CountAsync(queue) ?? 0);
    }

    private async Task<WebApplication> StartAsync(RabbitMqServer broker, string queue)
    {
        var kubeconfig = Path.GetTempFileName();
        await File.WriteAllTextAsync(kubeconfig, Cluster.LabelerKubeconfig, TestContext.Current.CancellationToken);
        var consumer = ServerHost.CreateConsume([], builder =>
        {
            string[] all =
            [
                "PORT=0", $"KUBECONFIG={kubeconfig}", $"Tagalong:Consume:Queues:0={queue}", "Tagalong:Consume:TrustPublishers=true", $"Tagalong:Queue:RabbitMq:Uri={broker.Uri}",
                $"Tagalong:Queue:RabbitMq:UserName={RabbitMqServer.User}", $"Tagalong:Queue:RabbitMq:Password={RabbitMqServer.Password}",
            ];
            foreach (var pair in all.Select(static setting => setting.Split('=', 2)))
            {
                builder.Configuration[pair[0]] = pair[1];
            }

            builder.Logging.ClearProviders();
        });
        await consumer.StartAsync(TestContext.Current.CancellationToken);
        File.Delete(kubeconfig);
        return consumer;
    }
}
