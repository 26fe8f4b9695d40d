using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Tagalong.Core.Outcomes;
using Tagalong.Core.Watching;
using Tagalong.DevCluster;
using Tagalong.Testing;

namespace Tagalong.Functions.Tests.Watching;

/// <summary>The relay as it is composed for production, on a free loopback port, in front of a dev cluster.</summary>
internal sealed class RunningRelay : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly string _kubeconfig;

    private RunningRelay(WebApplication app, string kubeconfig) => (_app, _kubeconfig) = (app, kubeconfig);

    public FakeLogCollector Logs => _app.Services.GetFakeLogCollector();

    /// <summary>How many events the sink has taken.</summary>
    public long Accepted => _app.Services.GetRequiredService<RelayMeasurements>().Accepted;

    /// <summary>The outcomes of all events, where it applies them itself.</summary>
    public IReadOnlyList<LoggedOutcome> Outcomes() =>
        [.. Logs.GetSnapshot().Where(record => record.Category == typeof(OutcomeReporter).FullName).Select(LoggedOutcome.From)];

    /// <param name="cluster">The cluster.</param>
    /// <param name="settings">Settings on top of the defaults: <c>Tagalong:Watch:Apply=true</c>.</param>
    public static async Task<RunningRelay> StartAsync(DevApiServer cluster, params string[] settings)
    {
        var kubeconfig = Path.GetTempFileName();
        await File.WriteAllTextAsync(kubeconfig, cluster.KubeconfigFor(), TestContext.Current.CancellationToken);
        string[] defaults =
        [
            "PORT=0", $"KUBECONFIG={kubeconfig}", "Tagalong:Watch:RetryDelay=00:00:00.02", "Tagalong:Watch:LongestRetryDelay=00:00:00.2",
            "Tagalong:Limits:WritesPerSecond=10000", "Tagalong:Limits:WriteBurst=10000", "Tagalong:Limits:Break=00:00:00.5", "Tagalong:Limits:LongestBreak=00:00:00.5",
            "Tagalong:ApiCalls:AttemptTimeout=00:00:30", "Tagalong:Labeler:EventTimeout=00:02:00", "Tagalong:Watch:SendTimeout=00:02:00",
        ];
        var app = FunctionsHost.CreateWatch([], builder =>
        {
            foreach (var pair in defaults.Concat(settings).Select(static setting => setting.Split('=', 2)))
            {
                builder.Configuration[pair[0]] = pair[1];
            }

            builder.Logging.ClearProviders().AddFakeLogging();
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new RunningRelay(app, kubeconfig);
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

    /// <summary>Waits until it has looked at all objects once.</summary>
    public Task ReadyAsync() => Eventually.EqualAsync("ok", ReadinessAsync);

    public Task StopAsync() => _app.StopAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        File.Delete(_kubeconfig);
    }
}
