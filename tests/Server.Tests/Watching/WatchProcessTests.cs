using System.Diagnostics;
using System.Globalization;
using Tagalong.DevCluster;
using Tagalong.DevCluster.Kinds;
using Tagalong.Testing;
using Tagalong.Testing.Running;

namespace Tagalong.Server.Tests.Watching;

/// <summary>The verb <c>watch</c> as a process of its own, which is killed.</summary>
public class WatchProcessTests
{
    [Fact]
    public async Task A_relay_that_is_killed_during_an_API_server_restart_labels_every_object()
    {
        const int count = 150;
        await using var cluster = await Shop.StartAsync(count);

        for (var life = 1; life <= 3; life++)
        {
            await using var process = new WatchProcess(cluster, "--apply", "--Tagalong:Limits:WritesPerSecond=40", "--Tagalong:Limits:WriteBurst=1");
            await Eventually.EqualAsync(true, () => Task.FromResult(cluster.Requests.Writes >= 25 * life));
            await process.KillAsync();
            await cluster.RestartAsync(TestContext.Current.CancellationToken);
            Shop.AddReplicaSet(cluster, $"after-{life}");
        }

        await using var last = new WatchProcess(cluster, "--apply", "--Tagalong:Limits:WritesPerSecond=10000");
        await Eventually.EqualAsync("payments", () => Task.FromResult(Shop.Teams(cluster)));

        Assert.Equal(count + 3, cluster.Objects.List(ResourceKinds.ReplicaSet).Count);
        Assert.Equal(0, await last.StopAsync());
        TestContext.Current.TestOutputHelper!.WriteLine($"{cluster.Requests.Writes} writes for {count + 3} objects, with three processes killed");

        // What was written is seen, and not written again, by whoever comes next; of what was under way nobody can know.
        Assert.InRange(cluster.Requests.Writes, count + 3, count + 3 + (3 * 4));
    }

    [Fact]
    public async Task A_relay_that_is_killed_while_sending_repeats_events_with_the_same_ids()
    {
        const int count = 60;
        await using var cluster = await Shop.StartAsync(count);
        await using var sink = await Receiver.StartAsync(async (_, cancellationToken) =>
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, cancellationToken);
            return 202;
        });

        await using (var first = new WatchProcess(cluster, "--sink", sink.Url, "--cluster", "prod-eu-1"))
        {
            await Eventually.EqualAsync(true, () => Task.FromResult(sink.Taken.Count >= 15));
            await first.KillAsync();
        }

        var before = sink.Taken.Count;
        await using var second = new WatchProcess(cluster, "--sink", sink.Url, "--cluster", "prod-eu-1");
        await Eventually.EqualAsync(count + 1, () => Task.FromResult(sink.Taken.Select(static told => told["id"]).Distinct().Count()));
        Assert.Equal(0, await second.StopAsync());

        Assert.InRange(before, 15, count);
        Assert.InRange(sink.Taken.Count, before + count + 1, before + count + 1 + (3 * 4));
        Assert.All(sink.Taken, static told => Assert.Equal("prod-eu-1", told["cluster"]));
        TestContext.Current.TestOutputHelper!.WriteLine($"{before} sends before the kill, {sink.Taken.Count} in all, for {count + 1} objects");
    }

    [Fact]
    public async Task The_relay_has_metrics_and_its_events_carry_a_trace()
    {
        await using var cluster = await Shop.StartAsync(replicaSets: 3);
        await using var sink = await Receiver.StartAsync();
        var metrics = ServeProcess.FreePort();
        await using var process = new WatchProcess(
            cluster, "--sink", sink.Url, $"--Tagalong:Telemetry:MetricsPort={metrics}", "--OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:1", "--OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf");
        using var client = new HttpClient();

        await Eventually.EqualAsync(4, () => Task.FromResult(sink.Taken.Count));
        var page = await client.GetStringAsync(new Uri($"http://127.0.0.1:{metrics}/metrics"), TestContext.Current.CancellationToken);

        Assert.All(sink.Taken, static told => Assert.Matches("^00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]$", told["traceparent"]));
        Assert.Matches("""tagalong_relay_sends_total\{[^}]*k8s_object_kind="ReplicaSet"[^}]*tagalong_result="Accepted"[^}]*\} 3""", page);
        Assert.Matches("""tagalong_relay_changes_total\{[^}]*tagalong_result="relayed"[^}]*\} 3""", page);
        Assert.Contains("tagalong_relay_waiting", page, StringComparison.Ordinal);
        Assert.Contains("tagalong_relay_lag_seconds_bucket", page, StringComparison.Ordinal);
    }

    private sealed class WatchProcess : IAsyncDisposable
    {
        private readonly Process _process;
        private readonly string _kubeconfig = Path.GetTempFileName();
        private readonly Task _reading;

        public WatchProcess(DevApiServer cluster, params string[] arguments)
        {
            File.WriteAllText(_kubeconfig, cluster.KubeconfigFor());
            var start = new ProcessStartInfo("dotnet", [typeof(ServerHost).Assembly.Location, "watch", .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
            (start.Environment["PORT"], start.Environment["KUBECONFIG"]) = ("0", _kubeconfig);
            start.Environment["Tagalong__ApiCalls__AttemptTimeout"] = "00:01:00";
            _process = Process.Start(start)!;
            _reading = Task.WhenAll(_process.StandardOutput.ReadToEndAsync(CancellationToken.None), _process.StandardError.ReadToEndAsync(CancellationToken.None));
        }

        public async Task KillAsync()
        {
            _process.Kill();
            await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        public async Task<int> StopAsync()
        {
            using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
            await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
            return _process.ExitCode;
        }

        public async ValueTask DisposeAsync()
        {
            if (!_process.HasExited)
            {
                _process.Kill();
            }

            await _reading;
            _process.Dispose();
            File.Delete(_kubeconfig);
        }
    }
}
