using Microsoft.Extensions.Time.Testing;
using Tagalong.DevCluster;
using Tagalong.DevCluster.Faults;
using Tagalong.DevCluster.Requests;

namespace Tagalong.Functions.Tests;

/// <summary>A dev cluster whose answers can be held back until they are let go, however slow the machine is.</summary>
internal sealed class HeldRequests
{
    private static readonly TimeSpan Delay = TimeSpan.FromDays(1);

    private readonly FakeTimeProvider _clock = new(DateTimeOffset.Parse("2026-01-01T00:00:00Z", null));
    private IDisposable? _fault;

    private HeldRequests()
    {
    }

    public DevApiServer Cluster { get; private set; } = null!;

    /// <summary>Starts the cluster, whose clock stands still.</summary>
    public static async Task<HeldRequests> StartAsync()
    {
        var held = new HeldRequests();
        held.Cluster = await DevApiServer.StartAsync(new DevApiServerOptions { TimeProvider = held._clock }, TestContext.Current.CancellationToken);
        return held;
    }

    /// <summary>Holds every request back that comes from now on, or those that meet a condition.</summary>
    public void Hold(Func<RequestRecord, bool>? when = null) => _fault = Cluster.Faults.Add(Fault.Latency(Delay), when);

    /// <summary>Has those that were held back served, and holds no others.</summary>
    public void LetGo()
    {
        _fault?.Dispose();
        _clock.Advance(Delay);
    }
}
