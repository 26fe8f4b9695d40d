using System.Globalization;
using System.Net;
using Tagalong.DevCluster.Faults;

namespace Tagalong.Load;

/// <summary>
/// Events of new and old objects at the maximum rate, with an API server that is in turn slow, overloaded, broken and stopped.
/// At the end no label is missing, memory is at the level of the first fifth, and no handle is left open.
/// </summary>
internal static class SoakScenario
{
    private const int Senders = 8;
    private const int Objects = 5000;
    private const double MostGrowth = 1.4;
    private const int MostHandlesMore = 20;

    private static readonly TimeSpan FaultEvery = TimeSpan.FromSeconds(8);

    public static async Task<int> RunAsync(TimeSpan duration, string? binary, CancellationToken cancellationToken)
    {
        await using var cluster = await LoadedCluster.StartAsync("soak", Objects, cancellationToken);
        await using var server = await ServerProcess.StartAsync(
            binary,
            [
                "Tagalong:Senders:Authentication=Platform", "Logging:LogLevel:Default=None", "Logging:LogLevel:Microsoft.Hosting.Lifetime=Information",
                "Tagalong:Limits:WritesPerSecond=2000", "Tagalong:Limits:WriteBurst=2000", $"Tagalong:Clusters:soak:Kubeconfig={cluster.Kubeconfig}",
            ],
            cancellationToken);
        using var client = new HttpClient { BaseAddress = server.Url };
        var time = TimeProvider.System;
        var (started, next, accepted, deferred) = (time.GetTimestamp(), -1, 0L, 0L);
        bool IsOver() => time.GetElapsedTime(started) > duration;

        var senders = Enumerable.Range(0, Senders).Select(_ => Task.Run(SendAsync, cancellationToken)).ToList();
        var faults = BreakAsync(cluster, IsOver, cancellationToken);
        await Task.Delay(duration / 5, time, cancellationToken);
        var (memory, handles) = (server.ResidentMiB, server.Handles);
        await Task.WhenAll([.. senders, faults]);

        var (memoryAtEnd, handlesAtEnd) = (server.ResidentMiB, server.Handles);
        var first = Math.Min(Objects, next + 1);
        var labeled = cluster.Labeled(first);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{accepted} events were accepted and {deferred} deferred; {labeled} of {first} objects have their labels; resident {memory:0.0} MiB after a fifth, {memoryAtEnd:0.0} at the end; handles {handles}, {handlesAtEnd} at the end"));
        return labeled == first && memoryAtEnd < memory * MostGrowth && handlesAtEnd <= handles + MostHandlesMore ? 0 : 1;

        async Task SendAsync()
        {
            while (!IsOver())
            {
                var index = Interlocked.Increment(ref next) % Objects;
                while (!await TrySendAsync(index))
                {
                    Interlocked.Increment(ref deferred);
                    await Task.Delay(TimeSpan.FromMilliseconds(50), time, cancellationToken);
                }

                Interlocked.Increment(ref accepted);
            }
        }

        async Task<bool> TrySendAsync(int index)
        {
            using var message = cluster.Event(index);
            using var response = await client.SendAsync(message, cancellationToken);
            return response.StatusCode == HttpStatusCode.Accepted;
        }
    }

    private static async Task BreakAsync(LoadedCluster cluster, Func<bool> isOver, CancellationToken cancellationToken)
    {
        var time = TimeProvider.System;
        for (var turn = 0; !isOver(); turn++)
        {
            await Task.Delay(FaultEvery / 2, time, cancellationToken);
            using (turn % 4 == 3 ? null : cluster.Server.Faults.Add(FaultOf(turn % 4), times: 200))
            {
                if (turn % 4 == 3)
                {
                    await cluster.Server.StopAsync();
                }

                await Task.Delay(FaultEvery / 4, time, cancellationToken);
                if (turn % 4 == 3)
                {
                    await cluster.Server.RestartAsync(cancellationToken);
                }
            }
        }
    }

    private static Fault FaultOf(int turn) => turn switch
    {
        0 => Fault.Latency(TimeSpan.FromMilliseconds(200)),
        1 => Fault.TooManyRequests(),
        _ => Fault.Status(500, "InternalError", "It broke."),
    };
}
