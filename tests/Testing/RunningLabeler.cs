using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Tagalong.Core;
using Tagalong.Core.Events;
using Tagalong.Core.Outcomes;
using Tagalong.Core.Sweeping;
using Tagalong.DevCluster;

namespace Tagalong.Testing;

/// <summary>The core composed as in production, without any edge, connected to a cluster.</summary>
public sealed class RunningLabeler : IAsyncDisposable
{
    /// <summary>
    /// Tests write faster than the default limits allow, and their counts must not depend on the speed of the machine.
    /// </summary>
    private static readonly string[] Unhurried =
    [
        "Limits:WritesPerSecond=10000", "Limits:WriteBurst=10000", "Limits:MaxEvents=10000", "Owners:TimeToLive=00:01:00",
        "ApiCalls:AttemptTimeout=00:00:30", "ApiCalls:RetryWindow=00:00:30", "Labeler:EventTimeout=00:02:00",
    ];

    private readonly ServiceProvider _services;

    private RunningLabeler(ServiceProvider services, IConfiguration configuration, string kubeconfig) =>
        (_services, Configuration, Kubeconfig) = (services, configuration, kubeconfig);

    public FakeLogCollector Logs => _services.GetFakeLogCollector();

    public IServiceProvider Services => _services;

    /// <summary>The settings, which may change while it runs.</summary>
    public IConfiguration Configuration { get; }

    /// <summary>The path of the kubeconfig.</summary>
    public string Kubeconfig { get; }

    public static RunningLabeler Start(DevApiServer cluster, params string[] settings)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        return Start(cluster.KubeconfigFor(), settings);
    }

    /// <summary>Starts without a log, for measurements.</summary>
    public static RunningLabeler StartSilent(DevApiServer cluster, params string[] settings)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        return Start(cluster.KubeconfigFor(), TimeProvider.System, static _ => { }, settings);
    }

    /// <inheritdoc cref="Start(string, TimeProvider, string[])"/>
    public static RunningLabeler Start(string kubeconfig, params string[] settings) => Start(kubeconfig, TimeProvider.System, settings);

    /// <param name="kubeconfig">The text of the kubeconfig; empty if the settings name clusters.</param>
    /// <param name="time">The clock.</param>
    /// <param name="settings">Settings on top of these, <c>Owners:TimeToLive=00:00:00</c>.</param>
    public static RunningLabeler Start(string kubeconfig, TimeProvider time, params string[] settings) =>
        Start(kubeconfig, time, static logging => logging.AddFakeLogging(), settings);

    private static RunningLabeler Start(string kubeconfig, TimeProvider time, Action<ILoggingBuilder> log, string[] settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var file = Path.GetTempFileName();
        File.WriteAllText(file, kubeconfig);
        var builder = new ConfigurationBuilder();
        foreach (var setting in (IEnumerable<string>)[$"KUBECONFIG={file}", .. Unhurried.Concat(settings).Select(static setting => $"Tagalong:{setting}")])
        {
            var (name, value) = setting.Split('=', 2) switch { var pair => (pair[0], pair[1]) };
            builder.AddInMemoryCollection([KeyValuePair.Create(name, (string?)value)]);
        }

        var configuration = builder.Build();
        var services = new ServiceCollection()
            .AddSingleton(time).AddLogging(log).AddTagalong(configuration).BuildServiceProvider();
        return new RunningLabeler(services, configuration, file);
    }

    public ValueTask<Outcome> HandleAsync(EventEnvelope envelope) => HandleUntilAsync(envelope, TestContext.Current.CancellationToken);

    public ValueTask<Outcome> HandleUntilAsync(EventEnvelope envelope, CancellationToken cancellationToken) =>
        _services.GetRequiredService<Labeler>().HandleAsync(envelope, cancellationToken);

    /// <summary>Runs one sweep.</summary>
    public Task<SweepSummary> SweepAsync(SweepRequest? request = null, IProgress<SweepProgress>? progress = null) =>
        _services.GetRequiredService<Sweeper>().RunAsync(request ?? new SweepRequest(), "sweep", progress, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        File.Delete(Kubeconfig);
    }
}
