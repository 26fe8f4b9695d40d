using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Tagalong.Load;

/// <summary>
/// The time from the start of the process to the first event with a write, several times; and the resident memory then, after
/// many events, and after events of many objects.
/// </summary>
internal static class StartScenario
{
    private const int Few = 1000;
    private static readonly string[] Settings =
        ["--Tagalong:Senders:Authentication=Platform", "--Logging:LogLevel:Default=Warning", "--Logging:LogLevel:Microsoft.Hosting.Lifetime=Information", "--Tagalong:Owners:TimeToLive=00:01:00"];

    public static async Task<int> RunAsync(int times, int events, int objects, string? binary, CancellationToken cancellationToken)
    {
        await using var cluster = await LoadedCluster.StartAsync("start", (2 * times) + 1, cancellationToken);
        List<(double Elapsed, double Cpu)> native = [], jit = [];
        for (var start = 0; start < times; start++)
        {
            // Alternating, so that other load on the machine affects both equally.
            jit.Add(await StartAsync(null, cluster, 2 * start, cancellationToken));
            if (binary is not null)
            {
                native.Add(await StartAsync(binary, cluster, (2 * start) + 1, cancellationToken));
            }
        }

        Print("under the JIT", jit);
        if (binary is not null)
        {
            Print("native", native);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"native / JIT, median: {Median(native) / Median(jit):0.00}; processor time: {Phase.Median(native.Select(static start => start.Cpu)) / Phase.Median(jit.Select(static start => start.Cpu)):0.00}"));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"binary {new FileInfo(binary).Length / 1e6:0.0} MB"));
        }

        await using var server = await LaunchAsync(binary, cluster, cancellationToken);
        using var client = new HttpClient { BaseAddress = server.Url };
        await SendAsync(client, cluster, 2 * times, cancellationToken);
        var settled = cluster.Live(2 * times);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"resident idle: {server.ResidentMiB:0.0} MiB"));
        foreach (var (count, of) in ((int, int)[])[(events, 1), (Few, Few), (objects, objects)])
        {
            var sent = -1;
            await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
            {
                while (Interlocked.Increment(ref sent) is var index && index < count)
                {
                    using var message = Phase.Event("/", Renamed(settled, index % of), "update", "n");
                    using var response = await client.SendAsync(message, cancellationToken);
                    response.EnsureSuccessStatusCode();
                }
            }));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"resident after {count} events more, of {of} objects: {server.ResidentMiB:0.0} MiB"));
        }

        return 0;
    }

    private static async Task<(double Elapsed, double Cpu)> StartAsync(string? binary, LoadedCluster cluster, int index, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        await using var server = await LaunchAsync(binary, cluster, cancellationToken);
        using var client = new HttpClient { BaseAddress = server.Url };
        await SendAsync(client, cluster, index, cancellationToken);
        var elapsed = TimeProvider.System.GetElapsedTime(started).TotalMilliseconds;
        return cluster.IsLabeled(index) ? (elapsed, server.Cpu.TotalMilliseconds) : throw new InvalidOperationException("The object has no label.");
    }

    private static Task<ServerProcess> LaunchAsync(string? binary, LoadedCluster cluster, CancellationToken cancellationToken) =>
        ServerProcess.StartAsync(binary, Settings, cluster.Kubeconfig, cancellationToken);

    private static async Task SendAsync(HttpClient client, LoadedCluster cluster, int index, CancellationToken cancellationToken)
    {
        using var message = cluster.Event(index);
        using var response = await client.SendAsync(message, cancellationToken);
        if (response.StatusCode != HttpStatusCode.Accepted)
        {
            throw new InvalidOperationException($"The event got the status {response.StatusCode}.");
        }
    }

    private static double Median(IEnumerable<(double Elapsed, double Cpu)> starts) => Phase.Median(starts.Select(static start => start.Elapsed));

    private static void Print(string what, List<(double Elapsed, double Cpu)> starts) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"start to first labelled event, {what}: median {Median(starts):0} ms, quickest {starts.Min().Elapsed:0} ms, processor time {Phase.Median(starts.Select(static start => start.Cpu)):0} ms, of {starts.Count}"));

    /// <summary>The event of another object that differs only in its name, uid and version.</summary>
    private static byte[] Renamed(JsonObject value, int index)
    {
        var other = value.DeepClone().AsObject();
        other["metadata"]!["uid"] = string.Create(CultureInfo.InvariantCulture, $"{index:x8}-9211-4c80-8aff-ac4e2d541744");
        other["metadata"]!["name"] = string.Create(CultureInfo.InvariantCulture, $"checkout-{index}");
        other["metadata"]!["resourceVersion"] = string.Create(CultureInfo.InvariantCulture, $"{1_000_000 + index}");
        return Encoding.UTF8.GetBytes(other.ToJsonString());
    }
}
