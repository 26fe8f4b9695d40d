using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Tagalong.Core.Fleet;
using Tagalong.Core.Settings;

namespace Tagalong.Functions;

/// <summary>Validates the settings and connects the cluster, after the worker has connected to the Functions host.</summary>
/// <remarks>This takes as long as all of the start before it, and goes on beside the handshake. See <see cref="ValidatedFunctions"/>.</remarks>
internal sealed class LabelerStart(IServiceProvider services) : IHostedService
{
    private readonly TaskCompletionSource _validated = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the settings are valid. If they are not, it never does, and the process ends.</summary>
    public Task Validated => _validated.Task;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        services.GetRequiredService<StartupValidation>().Validate();
        _validated.SetResult();
        services.GetRequiredService<ClusterRegistry>().ConnectAhead();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
