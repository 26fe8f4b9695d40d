using Microsoft.Extensions.DependencyInjection;
using Tagalong.Core.Watching;
using Tagalong.DevCluster;

namespace Tagalong.Server.Tests.Watching;

/// <summary>The relay, in front of a dev cluster. It is ready when it has looked at all objects once.</summary>
internal sealed class RunningRelay : RunningVerb
{
    private RunningRelay(Started started)
        : base(started)
    {
    }

    /// <summary>How many events the sink has taken.</summary>
    public long Accepted => Services.GetRequiredService<RelayMeasurements>().Accepted;

    /// <param name="cluster">The cluster.</param>
    /// <param name="settings">Settings on top of the defaults: <c>Tagalong:Watch:Apply=true</c>.</param>
    public static async Task<RunningRelay> StartAsync(DevApiServer cluster, params string[] settings)
    {
        string[] defaults =
        [
            "Tagalong:Watch:RetryDelay=00:00:00.02", "Tagalong:Watch:LongestRetryDelay=00:00:00.2",
            "Tagalong:Limits:WritesPerSecond=10000", "Tagalong:Limits:WriteBurst=10000", "Tagalong:Limits:Break=00:00:00.5", "Tagalong:Limits:LongestBreak=00:00:00.5",
            "Tagalong:ApiCalls:AttemptTimeout=00:00:30", "Tagalong:Labeler:EventTimeout=00:02:00", "Tagalong:Watch:SendTimeout=00:02:00",
        ];
        return new RunningRelay(await StartAsync(ServerHost.CreateWatch, cluster, [.. defaults, .. settings]));
    }
}
