using Tagalong.DevCluster;
using Tagalong.Testing;

namespace Tagalong.Server.Tests.Queues;

/// <summary>The queue consumer, between a real RabbitMQ or a storage account and a dev cluster.</summary>
internal sealed class RunningConsumer : RunningVerb
{
    private RunningConsumer(Started started)
        : base(started)
    {
    }

    /// <param name="broker">The broker.</param>
    /// <param name="cluster">The cluster.</param>
    /// <param name="queue">The queue.</param>
    /// <param name="settings">Settings on top of the defaults, <c>Tagalong:Consume:MaxRetries=2</c>.</param>
    public static async Task<RunningConsumer> StartAsync(RabbitMqServer broker, DevApiServer cluster, string queue, params string[] settings)
    {
        string[] defaults =
        [
            $"Tagalong:Consume:Queues:0={queue}", "Tagalong:Consume:RetryDelay=00:00:00.1", "Tagalong:Consume:LongestRetryDelay=00:00:00.2",
            $"Tagalong:Queue:RabbitMq:Uri={broker.Uri}", $"Tagalong:Queue:RabbitMq:UserName={RabbitMqServer.User}", $"Tagalong:Queue:RabbitMq:Password={RabbitMqServer.Password}",
            "Tagalong:Queue:RabbitMq:LongestReconnectDelay=00:00:00.5", "Tagalong:Queue:RabbitMq:Timeout=00:00:30",
            "Tagalong:Limits:WritesPerSecond=10000", "Tagalong:Limits:WriteBurst=10000", "Tagalong:Limits:Break=00:00:00.5", "Tagalong:Limits:LongestBreak=00:00:00.5",
            "Tagalong:ApiCalls:MaxRetries=1",
        ];
        return new RunningConsumer(await StartAsync(ServerHost.CreateConsume, cluster, [.. defaults, .. settings]));
    }

    /// <param name="account">The account.</param>
    /// <param name="queue">The queue's name.</param>
    /// <param name="cluster">The cluster.</param>
    /// <param name="settings">Settings on top of the defaults: <c>Tagalong:Consume:MaxRetries=1</c>.</param>
    public static async Task<RunningConsumer> StartAsync(StorageAccount account, string queue, DevApiServer cluster, params string[] settings)
    {
        string[] defaults =
        [
            $"Tagalong:Consume:Queues:0={queue}", "Tagalong:Consume:TrustPublishers=true",
            "Tagalong:Queue:AzureStorage:LongestPollDelay=00:00:00.2", "Tagalong:Queue:AzureStorage:LongestReconnectDelay=00:00:00.5",
            "Tagalong:Consume:DrainTimeout=00:00:00.5",
        ];
        return new RunningConsumer(await StartAsync(ServerHost.CreateConsume, cluster, [.. defaults, .. account.Settings(settings)]));
    }
}
