using System.Globalization;
using Tagalong.DevCluster;
using Tagalong.FunctionsHost;

namespace Tagalong.Load;

/// <summary>
/// The time from the start of the worker's process to its first message to the Azure Functions host: of the function app, and of a worker
/// that does nothing, alternating, so that other load on the machine affects both equally.
/// </summary>
internal static class FunctionsStartScenario
{
    private const double MostRatio = 1.1;

    public static async Task<int> RunAsync(int times, string? app, string? empty, CancellationToken cancellationToken)
    {
        await using var cluster = await DevApiServer.StartAsync(new DevApiServerOptions(), cancellationToken);
        var kubeconfig = Path.GetTempFileName();
        await File.WriteAllTextAsync(kubeconfig, cluster.KubeconfigFor(null), cancellationToken);
        var settings = new Dictionary<string, string>
        {
            ["KUBECONFIG"] = kubeconfig,
            ["Tagalong__Senders__Authentication"] = "Platform",
            ["TAGALONG_QUEUE"] = "tagalong",
            ["TAGALONG_SWEEP_SCHEDULE"] = "0 17 */6 * * *",
        };
        List<(double Elapsed, double Cpu)> own = [], others = [];
        for (var start = 0; start < times; start++)
        {
            own.Add(await StartAsync(app ?? Published("Tagalong.Functions"), settings, cancellationToken));
            others.Add(await StartAsync(empty ?? Published("Tagalong.EmptyWorker"), settings, cancellationToken));
        }

        File.Delete(kubeconfig);
        Print("function app", own);
        Print("worker that does nothing", others);
        var ratio = Phase.Median(own.Zip(others, static (one, other) => one.Elapsed / other.Elapsed));
        var cpuRatio = Phase.Median(own.Zip(others, static (one, other) => one.Cpu / other.Cpu));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"function app / worker that does nothing, median of the rounds: {ratio:0.00}; processor time: {cpuRatio:0.00}"));
        return ratio <= MostRatio ? 0 : 1;
    }

    private static async Task<(double Elapsed, double Cpu)> StartAsync(string folder, Dictionary<string, string> settings, CancellationToken cancellationToken)
    {
        await using var host = await AzureFunctionsHost.StartAsync(new FunctionsHostOptions { AppFolder = folder, Settings = settings }, cancellationToken);
        return (host.Connected.Elapsed.TotalMilliseconds, host.Connected.ProcessorTime.TotalMilliseconds);
    }

    private static string Published(string project) =>
        Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "publish", project, "release_linux-x64"));

    private static void Print(string name, List<(double Elapsed, double Cpu)> starts)
    {
        var times = starts.Select(static start => start.Elapsed).ToList();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name}: median {Phase.Median(times):0} ms, shortest {times.Min():0}, longest {times.Max():0}; processor time {Phase.Median(starts.Select(static start => start.Cpu)):0} ms ({times.Count} starts)"));
    }
}
