using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Tagalong.Core.Outcomes;
using Tagalong.DevCluster;
using Tagalong.Testing;

namespace Tagalong.Functions.Tests.Queues;

/// <summary>The queue consumer as it is composed for production, between a real RabbitMQ and a dev cluster.</summary>
internal sealed class RunningConsumer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly string _kubeconfig;

    private RunningConsumer(WebApplication app, string kubeconfig) => (_app, _kubeconfig) = (app, kubeconfig);

    public FakeLogCollector Logs => _app.Services.GetFakeLogCollector();

    /// <summary>The outcomes of all events, as they were logged.</summary>
    public IReadOnlyList<LoggedOutcome> Outcomes() =>
        [.. Logs.GetSnapshot().Where(record => record.Category == typeof(OutcomeReporter).FullName).Select(LoggedOutcome.From)];

    /// <param name="broker">The broker.</param>
    /// <param name="cluster">The cluster.</param>
    /// <param name="queue">The queue.</param>
    /// <param name="settings">Settings on top of the defaults, <c>Tagalong:Consume:MaxRetries=2</c>.</param>
    public static async Task<RunningConsumer> StartAsync(RabbitMqServer broker, DevApiServer cluster, string queue, params string[] settings)
    {
        var kubeconfig = Path.GetTempFileName();
        await File.WriteAllTextAsync(kubeconfig, cluster.KubeconfigFor(), TestContext.Current.CancellationToken);
        string[] defaults =
        [
            "PORT=0", $"KUBECONFIG={kubeconfig}", $"Tagalong:Consume:Queues:0={queue}", "Tagalong:Consume:RetryDelay=00:00:00.1", "Tagalong:Consume:LongestRetryDelay=00:00:00.2",
            $"Tagalong:Queue:RabbitMq:Uri={broker.Uri}", $"Tagalong:Queue:RabbitMq:UserName={RabbitMqServer.User}", $"Tagalong:Queue:RabbitMq:Password={RabbitMqServer.Password}",
            "Tagalong:Queue:RabbitMq:LongestReconnectDelay=00:00:00.5", "Tagalong:Queue:RabbitMq:Timeout=00:00:30",
            "Tagalong:Limits:WritesPerSecond=10000", "Tagalong:Limits:WriteBurst=10000", "Tagalong:Limits:Break=00:00:00.5", "Tagalong:Limits:LongestBreak=00:00:00.5",
            "Tagalong:ApiCalls:MaxRetries=1",
        ];
        var app = FunctionsHost.CreateConsume([], builder =>
        {
            foreach (var pair in defaults.Concat(settings).Select(static setting => setting.Split('=', 2)))
            {
                builder.Configuration[pair[0]] = pair[1];
            }

            builder.Logging.ClearProviders().AddFakeLogging();
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new RunningConsumer(app, kubeconfig);
    }

    /// <summary>What it tells the readiness probe.</summary>
    public async Task<string> ReadinessAsync()
    {
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{new Uri(_app.Urls.Single()).Port}") };
        using var response = await client.GetAsync(new Uri("/readyz", UriKind.Relative), TestContext.Current.CancellationToken);
        var told = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(told == "ok", response.IsSuccessStatusCode);
        return told;
    }

    /// <summary>Waits until it takes events.</summary>
    public Task ReadyAsync() => Eventually.EqualAsync("ok", ReadinessAsync);

    public Task StopAsync() => _app.StopAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        File.Delete(_kubeconfig);
    }
}
