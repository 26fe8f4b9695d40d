using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Tagalong.Core.Objects;
using Tagalong.Core.Watching;
using Tagalong.DevCluster;
using Tagalong.DevCluster.Kinds;

namespace Tagalong.Cli.Demo;

/// <summary>Tagalong's own relay, the verb <c>watch</c>: it watches the cluster and posts what may matter to the function.</summary>
internal sealed class RunningRelay : IAsyncDisposable
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(5);
    private static readonly ResourceKind[] Kinds = [ResourceKinds.Rollout, ResourceKinds.Experiment, ResourceKinds.ReplicaSet];

    private readonly WebApplication _app;
    private readonly DevApiServer _cluster;

    private RunningRelay(WebApplication app, DevApiServer cluster) => (_app, _cluster) = (app, cluster);

    /// <summary>Starts it.</summary>
    /// <param name="app">The relay as it is composed.</param>
    /// <param name="cluster">What it watches.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    public static async Task<RunningRelay> StartAsync(WebApplication app, DevApiServer cluster, CancellationToken cancellationToken)
    {
        try
        {
            await app.StartAsync(cancellationToken);
            return new RunningRelay(app, cluster);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until every change so far, the function's own included, was seen, and what mattered was sent and taken.</summary>
    /// <param name="history">What was answered: an event that is refused is sent again for ever, and is not waited for.</param>
    /// <param name="time">The clock between one look and the next.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task SettleAsync(History history, TimeProvider time, CancellationToken cancellationToken)
    {
        var relay = _app.Services.GetRequiredService<Relay>();
        while (!Kinds.All(kind => IsSettled(relay.PositionOf(new GroupKind(kind.Group, kind.Kind)), kind, history)))
        {
            await Task.Delay(BetweenLooks, time, cancellationToken);
        }
    }

    /// <summary>Stops it; what is on its way is abandoned.</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }

    private bool IsSettled(RelayPosition position, ResourceKind kind, History history) =>
        position.Waiting <= history.Refused.Count(name => name.Kind == kind)
        && _cluster.Objects.List(kind, ObjectName.Namespace).All(value =>
            ulong.Parse(value["metadata"]!["resourceVersion"]!.GetValue<string>(), CultureInfo.InvariantCulture) <= position.ResourceVersion);
}
