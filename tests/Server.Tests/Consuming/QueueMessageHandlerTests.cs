using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tagalong.DevCluster;
using Tagalong.Server.Consuming;
using Tagalong.Server.Queues;

namespace Tagalong.Server.Tests.Consuming;

/// <summary>What becomes of a message where Tagalong itself is at fault.</summary>
public class QueueMessageHandlerTests
{
    [Fact]
    public async Task A_message_that_meets_a_fault_is_not_held_for_ever_but_comes_again_later()
    {
        await using var cluster = await DevApiServer.StartAsync(new DevApiServerOptions(), TestContext.Current.CancellationToken);
        var kubeconfig = Path.GetTempFileName();
        await File.WriteAllTextAsync(kubeconfig, cluster.KubeconfigFor(), TestContext.Current.CancellationToken);
        await using var app = ServerHost.CreateConsume([], builder =>
        {
            builder.Configuration["KUBECONFIG"] = kubeconfig;
            builder.Configuration["Tagalong:Consume:Queues:0"] = "faulty";
            builder.Configuration["Tagalong:Queue:RabbitMq:Uri"] = "amqp://127.0.0.1:1";
            builder.Logging.ClearProviders().AddFakeLogging();
        });
        await using var queue = new FaultyQueue();

        await app.Services.GetRequiredService<QueueMessageHandler>().HandleAsync(
            queue, new Message { Body = Encoding.UTF8.GetBytes("no event") }, TestContext.Current.CancellationToken);

        Assert.Equal([TimeSpan.FromMinutes(5)], queue.Delays);
        Assert.Contains(app.Services.GetFakeLogCollector().GetSnapshot(), static line => line is { Level: LogLevel.Error, Exception.Message: "a fault" });
        File.Delete(kubeconfig);
    }

    private sealed record Message : QueueMessage;

    private sealed class FaultyQueue : IMessageQueue
    {
        public List<TimeSpan> Delays { get; } = [];

        public string Name => "faulty";

        public string? Fault => null;

        public ValueTask<QueueMessage> ReceiveAsync(CancellationToken cancellationToken) => throw new InvalidOperationException("a fault");

        public ValueTask<bool> SettleAsync(QueueMessage message, CancellationToken cancellationToken) => throw new InvalidOperationException("a fault");

        public ValueTask<bool> RetryLaterAsync(QueueMessage message, TimeSpan delay, CancellationToken cancellationToken)
        {
            Delays.Add(delay);
            return ValueTask.FromResult(true);
        }

        public ValueTask<bool> DeadLetterAsync(QueueMessage message, DeadLetterReason reason, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("a fault");

        public ValueTask StopReceivingAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
