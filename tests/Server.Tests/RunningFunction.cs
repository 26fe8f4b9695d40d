using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Tagalong.Core.Reporting;
using Tagalong.DevCluster;
using Tagalong.Hosting.Http;
using Tagalong.Testing;

namespace Tagalong.Server.Tests;

/// <summary>The HTTP function as it is composed for production, on a free loopback port, in front of a dev cluster of its own.</summary>
internal sealed class RunningFunction : IAsyncDisposable
{
    /// <summary>What tests count must not depend on how slow the machine is.</summary>
    private static readonly string[] Unhurried =
    [
        "Tagalong:Owners:TimeToLive=00:01:00", "Tagalong:ApiCalls:AttemptTimeout=00:00:30", "Tagalong:ApiCalls:RetryWindow=00:00:30",
        "Tagalong:Labeler:EventTimeout=00:02:00",
    ];

    private readonly WebApplication _app;
    private readonly string _kubeconfig;
    private readonly bool _ownsCluster;

    private RunningFunction(WebApplication app, DevApiServer cluster, bool ownsCluster, string kubeconfig, HttpClient client)
    {
        (_app, Cluster, _ownsCluster, _kubeconfig, Client) = (app, cluster, ownsCluster, kubeconfig, client);
    }

    public DevApiServer Cluster { get; }

    public HttpClient Client { get; }

    public IServiceProvider Services => _app.Services;

    public FakeLogCollector Logs => _app.Services.GetFakeLogCollector();

    /// <summary>How many requests are worked on.</summary>
    public int InFlight => _app.Services.GetRequiredService<InFlightEvents>().Count;

    /// <summary>How much memory their bodies take.</summary>
    public long BytesInFlight => _app.Services.GetRequiredService<InFlightEvents>().Bodies.Taken;

    /// <param name="settings">Settings on top of these, <c>Tagalong:Http:MaxInFlight=1</c>.</param>
    /// <param name="cluster">The cluster to serve; by default one of its own.</param>
    /// <param name="time">The clock of the core; by default the system's.</param>
    /// <param name="user">As whom the cluster is served; by default as its administrator.</param>
    public static async Task<RunningFunction> StartAsync(
        IEnumerable<string>? settings = null, DevApiServer? cluster = null, TimeProvider? time = null, string? user = null)
    {
        var served = cluster ?? await DevApiServer.StartAsync(new DevApiServerOptions(), TestContext.Current.CancellationToken);
        var kubeconfig = Path.GetTempFileName();
        await File.WriteAllTextAsync(kubeconfig, served.KubeconfigFor(user), TestContext.Current.CancellationToken);
        var app = ServerHost.CreateServe([], builder =>
        {
            IEnumerable<string> defaults = ["PORT=0", $"KUBECONFIG={kubeconfig}", "Tagalong:Senders:Authentication=Platform", .. Unhurried];
            foreach (var setting in defaults.Concat(settings ?? []))
            {
                var (name, value) = setting.Split('=', 2) switch { var pair => (pair[0], pair[1]) };
                builder.Configuration[name] = value;
            }

            builder.Logging.ClearProviders().AddFakeLogging();
            builder.Services.AddSingleton(time ?? TimeProvider.System);
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        var port = new Uri(app.Urls.Single()).Port;
        var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        return new RunningFunction(app, served, cluster is null, kubeconfig, client);
    }

    /// <summary>The outcome of the event that was handled last, as it was logged.</summary>
    public LoggedOutcome LastOutcome() => Outcomes().Last();

    /// <summary>The outcomes of all events, as they were logged.</summary>
    public IEnumerable<LoggedOutcome> Outcomes() =>
        Logs.GetSnapshot().Where(record => record.Category == typeof(OutcomeReporter).FullName).Select(LoggedOutcome.From);

    /// <summary>Sends a recorded request, with another body if one is given.</summary>
    public async Task<HttpStatusCode> SendAsync(RecordedRequest request, byte[]? body = null)
    {
        using var message = request.ToMessage(body);
        using var response = await Client.SendAsync(message, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }

    public async Task<HttpResponseMessage> PostAsync(HttpContent content, params (string Name, string Value)[] headers)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, "/") { Content = content };
        foreach (var (name, value) in headers)
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        return await Client.SendAsync(message, TestContext.Current.CancellationToken);
    }

    public Task StopAsync() => _app.StopAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
        if (_ownsCluster)
        {
            await Cluster.DisposeAsync();
        }

        File.Delete(_kubeconfig);
    }
}
