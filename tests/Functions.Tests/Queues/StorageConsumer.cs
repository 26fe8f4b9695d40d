using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Tagalong.Core.Outcomes;
using Tagalong.DevCluster;

namespace Tagalong.Functions.Tests.Queues;

/// <summary>The verb <c>consume</c> as it is composed for production, at a queue of a storage account and in front of a dev cluster.</summary>
internal sealed class StorageConsumer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly string _kubeconfig;

    private StorageConsumer(WebApplication app, string kubeconfig) => (_app, _kubeconfig) = (app, kubeconfig);

    public FakeLogCollector Logs => _app.Services.GetFakeLogCollector();

    /// <summary>The outcomes of all events, as they were logged.</summary>
    public IReadOnlyList<LoggedOutcome> Outcomes() =>
        [.. Logs.GetSnapshot().Where(record => record.Category == typeof(OutcomeReporter).FullName).Select(LoggedOutcome.From)];

    /// <param name="account">The account.</param>
    /// <param name="queue">The queue's name.</param>
    /// <param name="cluster">The cluster.</param>
    /// <param name="settings">Settings on top of the defaults: <c>Tagalong:Consume:MaxRetries=1</c>.</param>
    public static async Task<StorageConsumer> StartAsync(StorageAccount account, string queue, DevApiServer cluster, params string[] settings)
    {
        var kubeconfig = Path.GetTempFileName();
        await File.WriteAllTextAsync(kubeconfig, cluster.KubeconfigFor(), TestContext.Current.CancellationToken);
        string[] defaults =
        [
            "PORT=0", $"KUBECONFIG={kubeconfig}", $"Tagalong:Consume:Queues:0={queue}", "Tagalong:Consume:TrustPublishers=true",
            "Tagalong:Queue:AzureStorage:LongestPollDelay=00:00:00.2", "Tagalong:Queue:AzureStorage:LongestReconnectDelay=00:00:00.5",
            "Tagalong:Consume:DrainTimeout=00:00:00.5",
        ];
        var app = FunctionsHost.CreateConsume([], builder =>
        {
            foreach (var pair in defaults.Concat(account.Settings(settings)).Select(static setting => setting.Split('=', 2)))
            {
                builder.Configuration[pair[0]] = pair[1];
            }

            builder.Logging.ClearProviders().AddFakeLogging();
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new StorageConsumer(app, kubeconfig);
    }

    /// <summary>What it tells the readiness probe.</summary>
    public async Task<(HttpStatusCode Status, string Told)> ReadinessAsync()
    {
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{new Uri(_app.Urls.Single()).Port}") };
        using var response = await client.GetAsync(new Uri("/readyz", UriKind.Relative), TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public Task StopAsync() => _app.StopAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        File.Delete(_kubeconfig);
    }
}
