using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Tagalong.Load;

/// <summary>
/// The relay on a dev cluster of few and of many ReplicaSets, with a sink that accepts everything: the time until all are
/// reported, and the bytes per object in memory. Both runs have the same number of events, so that only the number of
/// remembered objects differs.
/// </summary>
internal static class RelayScenario
{
    private const double MostBytesAnObject = 40;

    /// <summary>The difference between heaps of the same content from run to run.</summary>
    private const double Tolerance = 0.1;
    private const int ChangesAtOnce = 200;

    /// <summary>Changes after the list, so that memory freed after the list does not count.</summary>
    private const int ChangesAfterList = 10_000;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(2);

    public static async Task<int> RunAsync(int few, int many, string? binary, CancellationToken cancellationToken)
    {
        var first = await MeasureAsync(few, changes: many - few + ChangesAfterList, binary, cancellationToken);
        var second = await MeasureAsync(many, changes: ChangesAfterList, binary, cancellationToken);
        var bytesAnObject = (second - first) * 1024 * 1024 / (many - few);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"resident memory grew by {second - first:0.0} MiB, {bytesAnObject:0} bytes an object"));
        return second <= (first * (1 + Tolerance)) + ((many - few) * MostBytesAnObject / 1024 / 1024) ? 0 : 1;
    }

    private static async Task<double> MeasureAsync(int count, int changes, string? binary, CancellationToken cancellationToken)
    {
        await using var cluster = await LoadedCluster.StartAsync("relay", count, cancellationToken);
        var (received, all) = (0, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        await using var sink = builder.Build();
        sink.MapPost("/", async context =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
            context.Response.StatusCode = StatusCodes.Status202Accepted;

            // The Rollout is reported too.
            if (Interlocked.Increment(ref received) == count + 1)
            {
                all.TrySetResult();
            }
        });
        await sink.StartAsync(cancellationToken);

        var started = TimeProvider.System.GetTimestamp();
        string[] arguments =
        [
            "watch", "--sink", sink.Urls.Single(), "--Logging:LogLevel:Default=Warning", "--Logging:LogLevel:Microsoft.Hosting.Lifetime=Information",
        ];
        await using var relay = await ServerProcess.StartAsync(binary, arguments, cluster.Kubeconfig, cancellationToken);
        await all.Task.WaitAsync(TimeSpan.FromMinutes(10), TimeProvider.System, cancellationToken);
        var seconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        for (var change = 0; change < changes; change++)
        {
            var changed = cluster.Live(change % count);
            changed["metadata"]!["labels"]!["change"] = string.Create(CultureInfo.InvariantCulture, $"{change}");
            cluster.Server.Objects.Update(changed, "rollouts-controller");
            if (change % ChangesAtOnce == 0)
            {
                await Task.Delay(Pause, TimeProvider.System, cancellationToken);
            }
        }

        await Task.Delay(Settling, TimeProvider.System, cancellationToken);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{count} ReplicaSets: all reported in {seconds:0.0} s, {received} events in all, resident {relay.ResidentMiB:0.0} MiB"));
        return relay.ResidentMiB;
    }
}
