using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Tagalong.Core.Reporting;
using Tagalong.DevCluster;
using Tagalong.Testing;
using Tagalong.Testing.Running;

namespace Tagalong.Server.Tests;

/// <summary>A verb that runs until it is stopped, as it is composed for production, on a free loopback port, in front of a dev cluster.</summary>
internal abstract class RunningVerb(RunningVerb.Started started) : IAsyncDisposable
{
    public FakeLogCollector Logs => Services.GetFakeLogCollector();

    /// <summary>Where it serves probes.</summary>
    public Uri Url => new($"http://127.0.0.1:{new Uri(started.App.Urls.Single()).Port}");

    protected IServiceProvider Services => started.App.Services;

    /// <summary>The outcomes of all events, as they were logged.</summary>
    public IReadOnlyList<LoggedOutcome> Outcomes() =>
        [.. Logs.GetSnapshot().Where(record => record.Category == typeof(OutcomeReporter).FullName).Select(LoggedOutcome.From)];

    /// <summary>What it answers the readiness probe.</summary>
    public async Task<(HttpStatusCode Status, string Told)> ProbeAsync()
    {
        using var client = new HttpClient { BaseAddress = Url };
        using var response = await client.GetAsync(new Uri("/readyz", UriKind.Relative), TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>What it tells the readiness probe, whose status says the same.</summary>
    public async Task<string> ReadinessAsync()
    {
        var (status, told) = await ProbeAsync();
        Assert.Equal(told == "ok", (int)status is >= 200 and < 300);
        return told;
    }

    /// <summary>Waits until it is ready.</summary>
    public Task ReadyAsync() => Eventually.EqualAsync("ok", ReadinessAsync);

    public Task StopAsync() => started.App.StopAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await started.App.DisposeAsync();
        File.Delete(started.Kubeconfig);
    }

    /// <param name="create">Composes the verb.</param>
    /// <param name="cluster">The cluster.</param>
    /// <param name="settings">Its settings, <c>Tagalong:Watch:Apply=true</c>; of two of one name the last counts.</param>
    protected static async Task<Started> StartAsync(
        Func<string[], Action<WebApplicationBuilder>?, WebApplication> create, DevApiServer cluster, IEnumerable<string> settings)
    {
        var kubeconfig = Path.GetTempFileName();
        await File.WriteAllTextAsync(kubeconfig, cluster.KubeconfigFor(), TestContext.Current.CancellationToken);
        var app = create([], builder =>
        {
            foreach (var pair in settings.Prepend($"KUBECONFIG={kubeconfig}").Prepend("PORT=0").Select(static setting => setting.Split('=', 2)))
            {
                builder.Configuration[pair[0]] = pair[1];
            }

            builder.Logging.ClearProviders().AddFakeLogging();
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new Started(app, kubeconfig);
    }

    internal sealed record Started(WebApplication App, string Kubeconfig);
}
