using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Tagalong.DevCluster.Faults;

namespace Tagalong.Load;

/// <summary>
/// Events of three clusters at a steady rate: one is healthy, one responds after five seconds, one is dead. Phases with the
/// healthy one alone and with all three alternate, so that other load on the machine affects both equally.
/// </summary>
internal sealed class FleetScenario(ServerProcess server, LoadedCluster healthy, LoadedCluster slow, LoadedCluster dead, HttpClient client)
{
    private static readonly TimeSpan Slowness = TimeSpan.FromSeconds(5);

    private readonly Latencies _alone = new();
    private readonly Latencies _among = new();
    private readonly Latencies _rejected = new();
    private readonly ConcurrentDictionary<string, int> _statuses = new();
    private readonly Dictionary<LoadedCluster, int> _sent = new() { [healthy] = 0, [slow] = 0, [dead] = 0 };

    public static async Task<int> RunAsync(int rate, int seconds, int rounds, string? binary, CancellationToken cancellationToken)
    {
        var phases = rate * seconds * rounds;
        await using var healthy = await LoadedCluster.StartAsync("healthy", (2 * phases) + rate, cancellationToken);
        await using var slow = await LoadedCluster.StartAsync("slow", phases, cancellationToken);
        await using var dead = await LoadedCluster.StartAsync("dead", phases, cancellationToken);
        LoadedCluster[] fleet = [healthy, slow, dead];
        await using var server = await ServerProcess.StartAsync(
            binary,
            [
                "Tagalong:Senders:Authentication=Platform", "Logging:LogLevel:Default=Error", "Tagalong:Limits:WritesPerSecond=5000", "Tagalong:Limits:WriteBurst=5000",
                .. fleet.Select(static cluster => $"Tagalong:Clusters:{cluster.Name}:Kubeconfig={cluster.Kubeconfig}"),
            ],
            cancellationToken);
        using var client = new HttpClient { BaseAddress = server.Url };
        return await new FleetScenario(server, healthy, slow, dead, client).MeasureAsync(rate, seconds, rounds, cancellationToken);
    }

    private async Task<int> MeasureAsync(int rate, int seconds, int rounds, CancellationToken cancellationToken)
    {
        await SendAsync([healthy], rate, 1, into: null, cancellationToken);
        using var slowness = slow.Server.Faults.Add(Fault.Latency(Slowness));
        await dead.Server.StopAsync();
        for (var round = 1; round <= rounds; round++)
        {
            Console.Error.WriteLine($"round {round} of {rounds}");
            await SendAsync([healthy], rate, seconds, _alone, cancellationToken);
            await SendAsync([healthy, slow, dead], rate, seconds, _among, cancellationToken);
        }

        var resident = server.ResidentMiB;
        slowness.Dispose();
        await dead.Server.RestartAsync(cancellationToken);
        var deliveries = await RedeliverAsync(cancellationToken);
        var labeled = _sent.Sum(static pair => pair.Key.Labeled(pair.Value));
        Report(rate, resident, deliveries, labeled);
        return labeled == _sent.Values.Sum() ? 0 : 1;
    }

    /// <summary>Sends the next events of each cluster when they are due, without waiting for earlier responses.</summary>
    private async Task SendAsync(LoadedCluster[] clusters, int rate, int seconds, Latencies? into, CancellationToken cancellationToken)
    {
        var time = TimeProvider.System;
        var (started, underWay) = (time.GetTimestamp(), new List<Task>());
        for (var tick = 0; tick < rate * seconds; tick++)
        {
            var due = TimeSpan.FromSeconds((double)tick / rate);
            if (due - time.GetElapsedTime(started) is var early && early > TimeSpan.Zero)
            {
                await Task.Delay(early, time, cancellationToken);
            }

            underWay.AddRange(clusters.Select(cluster => SendOneAsync(cluster, _sent[cluster]++)));
            async Task SendOneAsync(LoadedCluster cluster, int index)
            {
                using var message = cluster.Event(index);
                using var response = await client.SendAsync(message, cancellationToken);
                var latency = time.GetElapsedTime(started) - due;
                _statuses.AddOrUpdate($"{cluster.Name} {(int)response.StatusCode}{(response.Headers.RetryAfter is null ? "" : " with Retry-After")}", 1, static (_, count) => count + 1);
                (cluster == healthy ? into : _rejected)?.Add(latency);
            }
        }

        await Task.WhenAll(underWay);
    }

    private async Task<int> RedeliverAsync(CancellationToken cancellationToken)
    {
        var left = new ConcurrentQueue<(LoadedCluster Cluster, int Index)>(
            _sent.Where(pair => pair.Key != healthy).SelectMany(static pair => Enumerable.Range(0, pair.Value).Select(index => (pair.Key, index))));
        var deliveries = 0;
        while (left.TryDequeue(out var next))
        {
            deliveries++;
            using var message = next.Cluster.Event(next.Index);
            using var response = await client.SendAsync(message, cancellationToken);
            if (response.StatusCode != HttpStatusCode.Accepted)
            {
                left.Enqueue(next);
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, cancellationToken);
            }
        }

        return deliveries;
    }

    private void Report(int rate, double resident, int deliveries, int labeled)
    {
        static string Row(string what, Latencies latencies) => string.Create(CultureInfo.InvariantCulture,
            $"{what,-28} {latencies.Count,7} {latencies.At(50),9:0.00} {latencies.At(99),9:0.00} {latencies.At(99.9),9:0.00}");

        Console.WriteLine($"{"latency in ms",-28} {"events",7} {"p50",9} {"p99",9} {"p99.9",9}");
        Console.WriteLine(Row("the healthy cluster alone", _alone));
        Console.WriteLine(Row("with the other two", _among));
        Console.WriteLine(Row("the other two", _rejected));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"p99 with the others / alone: {_among.At(99) / _alone.At(99):0.00}, p50: {_among.At(50) / _alone.At(50):0.00}, at {rate} events a second for each cluster"));
        foreach (var (status, count) in _statuses.OrderBy(static pair => pair.Key, StringComparer.Ordinal))
        {
            Console.WriteLine($"{status,-28} {count,7}");
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"resident memory {resident:0} MiB"));
        Console.WriteLine($"redelivered {deliveries} times; {labeled} of {_sent.Values.Sum()} objects have their labels");
    }
}
