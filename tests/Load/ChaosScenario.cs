using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Tagalong.DevCluster.Kinds;

namespace Tagalong.Load;

/// <summary>
/// Events of a healthy cluster at a steady rate, calm and among <see cref="Attacks"/> in turns. Nothing of the healthy cluster may be
/// lost or even put off, and the memory has to stay below what the manifests allow.
/// </summary>
internal sealed class ChaosScenario(ServerProcess server, LoadedCluster healthy, HttpClient client)
{
    private const double MostMiB = 256;

    private readonly Latencies _calm = new();
    private readonly Latencies _chaos = new();
    private readonly ConcurrentDictionary<HttpStatusCode, int> _statuses = new();
    private double _peak;
    private int _sent;

    public static async Task<int> RunAsync(int rate, int seconds, int rounds, string? binary, CancellationToken cancellationToken)
    {
        await using var healthy = await LoadedCluster.StartAsync("healthy", (2 * rate * seconds * rounds) + rate + Attacks.Denied, cancellationToken);
        AddPoison(healthy);
        await using var attacks = await Attacks.PrepareAsync(healthy, cancellationToken);
        await using var server = await ServerProcess.StartAsync(
            binary,
            [
                "Logging:LogLevel:Default=None", "Logging:LogLevel:Microsoft.Hosting.Lifetime=Information",
                "Tagalong:Limits:WritesPerSecond=5000", "Tagalong:Limits:WriteBurst=5000",
                $"Tagalong:Clusters:healthy:Kubeconfig={healthy.Kubeconfig}", "Tagalong:Senders:Authentication=Required",
                .. Attacks.Sender("healthy", "healthy"), .. attacks.Settings,
            ],
            cancellationToken);
        using var client = new HttpClient { BaseAddress = server.Url };
        return await new ChaosScenario(server, healthy, client).MeasureAsync(attacks, rate, seconds, rounds, cancellationToken);
    }

    /// <summary>An object that Kubernetes stores and that no reader of labels expects.</summary>
    private static void AddPoison(LoadedCluster cluster)
    {
        var labels = new JsonObject(Enumerable.Range(0, 4098).Select(static number => KeyValuePair.Create($"l{number}", (JsonNode?)"")));
        cluster.Server.Objects.Create(
            new JsonObject
            {
                ["apiVersion"] = "apps/v1",
                ["kind"] = "ReplicaSet",
                ["metadata"] = new JsonObject { ["name"] = "poison", ["namespace"] = "tenant", ["labels"] = labels },
                ["spec"] = new JsonObject(),
            },
            "kubectl");
    }

    private async Task<int> MeasureAsync(Attacks attacks, int rate, int seconds, int rounds, CancellationToken cancellationToken)
    {
        await SendAsync(rate, 1, into: null, cancellationToken);
        for (var round = 1; round <= rounds; round++)
        {
            Console.Error.WriteLine($"round {round} of {rounds}");
            await SendAsync(rate, seconds, _calm, cancellationToken);
            using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var attack = attacks.RunAsync(server.Url, end.Token);
            await SendAsync(rate, seconds, _chaos, cancellationToken);
            await end.CancelAsync();
            await attack;
        }

        var labeled = healthy.Labeled(_sent);
        healthy.Server.Objects.Create(Extra(), "kubectl");
        var sweep = await SweepAsync(cancellationToken);
        var isSwept = (string?)healthy.Server.Objects.Get(ResourceKinds.ReplicaSet, "shop", "zzz")!["metadata"]!["labels"]!["team"] == "payments";
        Report(attacks, rate, labeled, isSwept, sweep);
        return labeled == _sent && _statuses.Keys.All(static status => status == HttpStatusCode.Accepted) && isSwept && _peak < MostMiB ? 0 : 1;
    }

    /// <summary>Sends the next events when they are due, without waiting for earlier responses.</summary>
    private async Task SendAsync(int rate, int seconds, Latencies? into, CancellationToken cancellationToken)
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

            underWay.Add(SendOneAsync(_sent++));
            _peak = Math.Max(_peak, tick % 10 == 0 ? server.ResidentMiB : 0);
            async Task SendOneAsync(int index)
            {
                using var message = healthy.Event(index);
                message.Headers.Add("X-Api-Key", Attacks.KeyOf("healthy"));
                using var response = await client.SendAsync(message, cancellationToken);
                into?.Add(time.GetElapsedTime(started) - due);
                _statuses.AddOrUpdate(response.StatusCode, 1, static (_, count) => count + 1);
            }
        }

        await Task.WhenAll(underWay);
    }

    /// <summary>A ReplicaSet that no event is sent of, behind the poison and the denied ones in any list.</summary>
    private JsonObject Extra()
    {
        var extra = healthy.Live(0);
        var metadata = extra["metadata"]!.AsObject();
        extra["metadata"] = new JsonObject
        {
            ["name"] = "zzz",
            ["namespace"] = "shop",
            ["labels"] = new JsonObject { ["app"] = "checkout" },
            ["ownerReferences"] = metadata["ownerReferences"]!.DeepClone(),
        };
        return extra;
    }

    private async Task<HttpStatusCode> SweepAsync(CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, "/");
        message.Content = new StringContent(
            """{"specversion":"1.0","id":"sweep","source":"cron","type":"dev.knative.sources.ping","data":{"sweep":{"clusters":["healthy"]}}}""",
            Encoding.UTF8,
            "application/cloudevents+json");
        message.Headers.Add("X-Api-Key", Attacks.KeyOf("healthy"));
        using var response = await client.SendAsync(message, cancellationToken);
        return response.StatusCode;
    }

    private void Report(Attacks attacks, int rate, int labeled, bool isSwept, HttpStatusCode sweep)
    {
        static string Row(string what, Latencies latencies) => string.Create(
            CultureInfo.InvariantCulture, $"{what,-28} {latencies.Count,7} {latencies.At(50),9:0.00} {latencies.At(99),9:0.00} {latencies.At(99.9),9:0.00}");

        Console.WriteLine($"{"latency in ms",-28} {"events",7} {"p50",9} {"p99",9} {"p99.9",9}");
        Console.WriteLine(Row("the healthy cluster, calm", _calm));
        Console.WriteLine(Row("among the attacks", _chaos));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"p99 among the attacks / calm: {_chaos.At(99) / _calm.At(99):0.00}, p50: {_chaos.At(50) / _calm.At(50):0.00}, at {rate} events a second"));
        foreach (var (status, count) in _statuses)
        {
            Console.WriteLine($"healthy: {(int)status} {count}");
        }

        foreach (var (what, count) in attacks.Counts.OrderBy(static pair => pair.Key, StringComparer.Ordinal))
        {
            Console.WriteLine($"{what}: {count}");
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{labeled} of {_sent} objects have their labels; the sweep answered {(int)sweep} and {(isSwept ? "labelled" : "did not label")} a new one; peak of the resident memory {_peak:0} MiB"));
    }
}
