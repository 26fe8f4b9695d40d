using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tagalong.DevCluster;
using Tagalong.Hosting.Queues;
using Tagalong.Server.Consuming;
using Tagalong.Server.Queues;

namespace Tagalong.Server.Tests.Consuming;

/// <summary>What happens to a message if Tagalong fails.</summary>
public class QueueMessageHandlerTests
{
    [Fact]
    public async Task A_message_that_cannot_be_settled_is_retried_after_the_longest_delay()
    {
        await using var cluster = await DevApiServer.StartAsync(new DevApiServerOptions(), TestContext.Current.CancellationToken);
        var kubeconfig = Path.GetTempFileName();
        await File.WriteAllTextAsync(kubeconfig, cluster.KubeconfigFor(), TestContext.Current.CancellationToken);
        await using var app = ServerHost.CreateConsume([], builder =>
        {
            builder.Configuration["KUBECONFIG"] = kubeconfig;
            builder.Configuration["Tagalong:Consume:Queues:0"] = "failing";
            builder.Configuration["Tagalong:Queue:RabbitMq:Uri"] = "amqp://127.0.0.1:1";
            builder.Logging.ClearProviders().AddFakeLogging();
        });
        await using var queue = new FailingQueue();

        await app.Services.GetRequiredService<QueueMessageHandler>().HandleAsync(
            queue, new Message { Body = Encoding.UTF8.GetBytes("not an event") }, TestContext.Current.CancellationToken);

        Assert.Equal([TimeSpan.FromMinutes(5)], queue.Delays);
        Assert.Contains(app.Services.GetFakeLogCollector().GetSnapshot(), static line => line is { Level: LogLevel.Error, Exception.Message: "an error" });
        File.Delete(kubeconfig);
    }

    private sealed class Message : QueueMessage;

    private sealed class FailingQueue : IMessageQueue
    {
        public List<TimeSpan> Delays { get; } = [];

        public string Name => "failing";

        public string? Error => null;

        public ValueTask<QueueMessage> ReceiveAsync(CancellationToken cancellationToken) => throw new InvalidOperationException("an error");

        public ValueTask<bool> CompleteAsync(QueueMessage message, CancellationToken cancellationToken) => throw new InvalidOperationException("an error");

        public ValueTask<bool> AbandonAsync(QueueMessage message, TimeSpan delay, CancellationToken cancellationToken)
        {
            Delays.Add(delay);
            return ValueTask.FromResult(true);
        }

        public ValueTask<bool> DeadLetterAsync(QueueMessage message, DeadLetterCause cause, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("an error");

        public ValueTask StopReceivingAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
