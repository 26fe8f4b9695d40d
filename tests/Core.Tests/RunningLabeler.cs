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

    public static RunningLabeler Start(string kubeconfig, params string[] settings) => Start(kubeconfig, TimeProvider.System, settings);

    public static RunningLabeler Start(string kubeconfig, TimeProvider time, params string[] settings)
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, kubeconfig);
        IEnumerable<string> all = [$"KUBECONFIG={file}", .. settings.Select(static setting => $"Tagalong:{setting}")];
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(all.Select(setting => setting.Split('=', 2)).ToDictionary(pair => pair[0], string? (pair) => pair[1]))
            .Build();
        var services = new ServiceCollection().AddLogging(logging => logging.AddFakeLogging()).AddSingleton(time).AddTagalong(configuration).BuildServiceProvider();
        return new RunningLabeler(services, file);
    }

    public ValueTask<Outcome> HandleAsync(EventEnvelope envelope) => HandleUntilAsync(envelope, TestContext.Current.CancellationToken);

    public ValueTask<Outcome> HandleUntilAsync(EventEnvelope envelope, CancellationToken cancellationToken) =>
        _services.GetRequiredService<Labeler>().HandleAsync(envelope, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        File.Delete(_kubeconfig);
    }
}
