using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Tagalong.Cluster.Tests.Servers;
using Tagalong.DevCluster.Kinds;
using Tagalong.Server;
using Tagalong.Testing;

namespace Tagalong.Cluster.Tests;

/// <summary>
/// The verb <c>sweep</c> as a separate process, on a separate cluster, with the shipped rights: its requests, as counted by
/// the API server, and its memory.
/// </summary>
[Collection(nameof(Alone))]
public sealed class SweepProcessTests(ClusterFixture fixture) : IAsyncLifetime
{
    /// <summary>The final number of ReplicaSets, with a twentieth as many Rollouts. 10000 take a real API server minutes.</summary>
    private const string Variable = "TAGALONG_TEST_OBJECTS";

    private const int PageSize = 500;
    private const double MostGrowthInMegabytes = 20;

    private static readonly int Many = int.Parse(Environment.GetEnvironmentVariable(Variable) ?? "1000", CultureInfo.InvariantCulture);

    private readonly TemporaryFolder _folder = new();
    private TestCluster? _cluster;
    private ClusterApi? _admin;
    private string _namespace = "";

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        if (fixture.Cluster.Server is not null)
        {
            _cluster = await TestCluster.StartAsync();
            _admin = ClusterApi.Of(_cluster.AdminKubeconfig);
            _namespace = await _cluster.CreateNamespaceAsync();
            await File.WriteAllTextAsync(_folder["kubeconfig"], _cluster.LabelerKubeconfig, TestContext.Current.CancellationToken);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _admin?.Dispose();
        await (_cluster?.DisposeAsync() ?? ValueTask.CompletedTask);
        await _folder.DisposeAsync();
    }

    [Fact]
    public async Task It_reads_pages_and_writes_missing_labels_and_its_memory_does_not_grow_with_the_objects()
    {
        Assert.SkipWhen(_cluster?.Server is null, "only a server that the suite started has no requests of other clients");
        var rollouts = new List<JsonObject>();
        for (var number = 0; number < Many / 20; number++)
        {
            rollouts.Add(await _admin!.CreateAsync(Manifests.Rollout(_namespace, $"web-{number}", "team=payments"), "kubectl"));
        }

        await CreateAsync(rollouts, 0, Many / 10);
        var few = await SweepTwiceAsync(Many / 10, lacking: Many / 10);
        await CreateAsync(rollouts, Many / 10, Many);
        var many = await SweepTwiceAsync(Many, lacking: Many - (Many / 10));

        Assert.True(many - few < MostGrowthInMegabytes, $"Peak resident memory went from {few:0.0} to {many:0.0} MB.");
        Assert.All(
            await _admin!.ListAsync(ResourceKinds.ReplicaSet, _namespace), static value => Assert.Equal("app=web,team=payments", Manifests.LabelsOf(value)));
    }

    private async Task CreateAsync(List<JsonObject> rollouts, int from, int to) =>
        await Parallel.ForAsync(from, to, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = TestContext.Current.CancellationToken }, async (number, _) =>
            await _admin!.CreateAsync(Manifests.ReplicaSet(_namespace, $"web-{number}", "app=web", "app=web", rollouts[number % rollouts.Count]), "rollouts-controller"));

    /// <returns>The peak resident memory, in MB.</returns>
    private async Task<double> SweepTwiceAsync(int count, int lacking)
    {
        var most = 0.0;
        foreach (var writes in (int[])[lacking, 0])
        {
            var before = await CountAsync();
            var (seconds, peak) = await SweepAsync();
            var after = await CountAsync();

            Assert.Equal((0, Pages(Many / 20) + 1 + Pages(count), writes), (after.Gets - before.Gets, after.Lists - before.Lists, after.Writes - before.Writes));
            most = Math.Max(most, peak);
            TestContext.Current.TestOutputHelper!.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{count} ReplicaSets under {Many / 20} Rollouts on {_cluster!.Description}: {after.Lists - before.Lists} pages, {writes} writes, {seconds:0.0} s, peak resident memory {peak:0.0} MB"));
        }

        return most;

        static int Pages(int objects) => (objects + PageSize - 1) / PageSize;
    }

    private async Task<(long Gets, long Lists, long Writes)> CountAsync()
    {
        var (gets, lists, writes) = (0L, 0L, 0L);
        foreach (var resource in (string[])["rollouts", "experiments", "replicasets"])
        {
            var counts = await _cluster!.Server!.CountRequestsAsync(resource);
            gets += counts.GetValueOrDefault("get");
            lists += counts.GetValueOrDefault("list");
            writes += counts.GetValueOrDefault("patch");
        }

        return (gets, lists, writes);
    }

    private async Task<(double Seconds, double Megabytes)> SweepAsync()
    {
        string[] arguments =
        [
            typeof(ServerHost).Assembly.Location, "sweep", $"--KUBECONFIG={_folder["kubeconfig"]}", "--Tagalong:Limits:WritesPerSecond=10000", "--Tagalong:Limits:WriteBurst=10000",
            "--Tagalong:ApiCalls:AttemptTimeout=00:00:30", "--Logging:LogLevel:Default=Warning", string.Create(CultureInfo.InvariantCulture, $"--Tagalong:ApiCalls:PageSize={PageSize}"),
        ];
        var started = Stopwatch.StartNew();
        using var process = Process.Start(new ProcessStartInfo("dotnet", arguments)
        {
            RedirectStandardOutput = true,

            // As src/Server/Memory.props sets it for the binary. Else the first megabytes of garbage are never collected, and count as growth.
            Environment = { ["DOTNET_GCgen0size"] = "200000" },
        })!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var peak = 0.0;
        while (!process.HasExited)
        {
            peak = Math.Max(peak, PeakOf(process.Id));
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        Assert.True(process.ExitCode == 0, await output);
        return (started.Elapsed.TotalSeconds, peak);
    }

    /// <summary>The peak resident memory as counted by the kernel; 0 where the kernel does not count it, and after the process has ended.</summary>
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
}
