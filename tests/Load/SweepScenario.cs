using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Tagalong.DevCluster;
using Tagalong.DevCluster.Kinds;

namespace Tagalong.Load;

/// <summary>
/// Sweeps a dev cluster of few and of many ReplicaSets under 500 Rollouts, twice each: the number of requests, and the growth
/// of memory from few to many.
/// </summary>
internal static class SweepScenario
{
    private const int Rollouts = 500;
    private const int PageSize = 500;
    private const double MostGrowthInMegabytes = 20;

    public static async Task<int> RunAsync(int few, int many, string? binary, CancellationToken cancellationToken)
    {
        var first = await MeasureAsync(few, binary, cancellationToken);
        var second = await MeasureAsync(many, binary, cancellationToken);
        var growth = second.Megabytes - first.Megabytes;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"peak resident memory grew by {growth:0.0} MB"));
        return first.IsExact && second.IsExact && growth < MostGrowthInMegabytes ? 0 : 1;
    }

    private static async Task<(bool IsExact, double Megabytes)> MeasureAsync(int count, string? binary, CancellationToken cancellationToken)
    {
        await using var server = await DevApiServer.StartAsync(new DevApiServerOptions { HistorySize = (4 * count) + 100, RequestLogSize = (2 * count) + 1000 }, cancellationToken);
        Fill(server, count);
        var kubeconfig = Path.GetTempFileName();
        await File.WriteAllTextAsync(kubeconfig, server.KubeconfigFor(), cancellationToken);

        // A page of Rollouts, one of Experiments, the pages of ReplicaSets.
        var pages = 2 + ((count + PageSize - 1) / PageSize);
        var isExact = true;
        var megabytes = 0.0;
        foreach (var writes in (int[])[count, 0])
        {
            server.Requests.Clear();
            var (exitCode, seconds, peak) = await SweepAsync(kubeconfig, binary, cancellationToken);
            megabytes = Math.Max(megabytes, peak);
            isExact &= exitCode == 0 && server.Requests.Reads == pages && server.Requests.Writes == writes;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{count} ReplicaSets: exit code {exitCode}, {server.Requests.Reads} reads (pages: {pages}), {server.Requests.Writes} writes (lacking: {writes}), {seconds:0.0} s, peak resident memory {peak:0.0} MB"));
        }

        File.Delete(kubeconfig);
        var labeled = server.Objects.List(ResourceKinds.ReplicaSet).Count(value => (string?)value["metadata"]!["labels"]!["team"] == "payments");
        return (isExact && labeled == count, megabytes);
    }

    private static async Task<(int ExitCode, double Seconds, double Megabytes)> SweepAsync(string kubeconfig, string? binary, CancellationToken cancellationToken)
    {
        string[] arguments =
        [
            "sweep", "--Tagalong:Limits:WritesPerSecond=10000", "--Tagalong:Limits:WriteBurst=10000", "--Logging:LogLevel:Default=Warning",
            string.Create(CultureInfo.InvariantCulture, $"--Tagalong:ApiCalls:PageSize={PageSize}"),
        ];
        var start = ServerProcess.StartInfo(binary, arguments);
        (start.RedirectStandardOutput, start.Environment["KUBECONFIG"]) = (true, kubeconfig);

        var started = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var peak = 0.0;
        while (!process.HasExited)
        {
            peak = Math.Max(peak, PeakOf(process.Id));
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, cancellationToken);
        }

        await output;
        return (process.ExitCode, started.Elapsed.TotalSeconds, peak);
    }

    /// <summary>The peak resident memory as counted by the kernel; 0 after the process has ended.</summary>
    private static double PeakOf(int pid)
    {
        try
        {
            var line = File.ReadLines($"/proc/{pid}/status").FirstOrDefault(static line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line.Split(':')[1].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture) / 1024.0;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private static void Fill(DevApiServer server, int count)
    {
        var uids = Enumerable.Range(0, Rollouts).Select(index => (string)server.Objects.Create(Parse(
            $$$"""{"apiVersion":"argoproj.io/v1alpha1","kind":"Rollout","metadata":{"name":"r{{{index}}}","namespace":"shop","labels":{"team":"payments"} } }"""),
            "kubectl")["metadata"]!["uid"]!).ToList();
        for (var index = 0; index < count; index++)
        {
            var owner = index % Rollouts;
            server.Objects.Create(Parse($$"""
                {"apiVersion":"apps/v1","kind":"ReplicaSet","metadata":{"name":"r{{owner}}-{{index}}","namespace":"shop","labels":{"app":"checkout"},
                "ownerReferences":[{"apiVersion":"argoproj.io/v1alpha1","kind":"Rollout","name":"r{{owner}}","uid":"{{uids[owner]}}","controller":true}]},
                "spec":{"selector":{"matchLabels":{"app":"checkout"} },"template":{"metadata":{"labels":{"app":"checkout"} } } } }
                """), "rollouts-controller");
        }
    }

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();
}
