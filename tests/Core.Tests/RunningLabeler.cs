using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Tagalong.Core.Events;
using Tagalong.Core.Outcomes;
using Tagalong.DevCluster;

namespace Tagalong.Core.Tests;

/// <summary>The core as it is composed for production, without any edge, in front of a dev cluster.</summary>
internal sealed class RunningLabeler : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly string _kubeconfig;

    private RunningLabeler(ServiceProvider services, string kubeconfig) => (_services, _kubeconfig) = (services, kubeconfig);

    public FakeLogCollector Logs => _services.GetFakeLogCollector();

    public IServiceProvider Services => _services;

    public static RunningLabeler Start(DevApiServer cluster, params string[] settings) => Start(cluster.KubeconfigFor(), settings);

    public static RunningLabeler Start(string kubeconfig, params string[] settings)
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, kubeconfig);
        return Start(TimeProvider.System, file, [$"KUBECONFIG={file}", .. settings.Select(static setting => $"Tagalong:{setting}")]);
    }

    /// <summary>With clusters that the settings name, and a clock of one's own.</summary>
    public static RunningLabeler StartFleet(TimeProvider time, params string[] settings) =>
        Start(time, Path.GetTempFileName(), settings.Select(static setting => $"Tagalong:{setting}"));

    private static RunningLabeler Start(TimeProvider time, string kubeconfig, IEnumerable<string> settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => setting.Split('=', 2)).ToDictionary(pair => pair[0], string? (pair) => pair[1]))
            .Build();
        var services = new ServiceCollection().AddSingleton(time).AddLogging(logging => logging.AddFakeLogging()).AddTagalong(configuration).BuildServiceProvider();
        return new RunningLabeler(services, kubeconfig);
    }

    public ValueTask<Outcome> HandleAsync(EventEnvelope envelope) =>
        _services.GetRequiredService<Labeler>().HandleAsync(envelope, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        File.Delete(_kubeconfig);
    }
}
