using System.Diagnostics;
using System.Net;
using Tagalong.DevCluster;
using Tagalong.DevCluster.Faults;
using Tagalong.Server.Tests.Watching;
using Tagalong.Testing;

namespace Tagalong.Server.Tests.Queues;

/// <summary>Consumers that are killed, an account that goes away, and an identity that is not let in.</summary>
public class StorageQueueOutageTests(StorageAccount account) : IClassFixture<StorageAccount>
{
    [AzuriteFact]
    public async Task A_consumer_that_is_killed_loses_no_event()
    {
        const int count = 24;
        await using var cluster = await Shop.StartAsync(count);
        var queue = await account.CreateQueueAsync();
        for (var number = 0; number < count; number++)
        {
            await queue.SendMessageAsync(EventGridMessage.Of(cluster, $"web-{number}"), TestContext.Current.CancellationToken);
        }

        for (var life = 1; life <= 2; life++)
        {
            // Six writes are let through; those after them hang until their process is killed.
            var begun = 0;
            using var stuck = cluster.Faults.Add(Fault.Hang(), request => request.IsWrite && Interlocked.Increment(ref begun) > 6);
            using var process = new ConsumeProcess(account, queue.Name, cluster);
            await Eventually.EqualAsync(true, async () => Volatile.Read(ref begun) > 6 && await account.CountAsync(queue.Name) <= count - (6 * life));
            await process.KillAsync();
        }

        var left = await account.CountAsync(queue.Name);
        using var last = new ConsumeProcess(account, queue.Name, cluster);
        await Eventually.EqualAsync(0, () => account.CountAsync(queue.Name));

        Assert.Equal("payments", Shop.Teams(cluster));
        Assert.InRange(left, 1, count - 12);
        Assert.Empty(await account.TextsAsync($"{queue.Name}-poison"));
        Assert.Equal(0, await last.StopAsync());
        TestContext.Current.TestOutputHelper!.WriteLine($"{left} of {count} messages were left by two processes that were killed; {cluster.Requests.Writes} writes in all");
    }

    [AzuriteFact]
    public async Task An_account_outage_is_retried_until_it_ends()
    {
        await using var cluster = await Shop.StartAsync(1);
        var queue = await account.CreateQueueAsync();
        await queue.SendMessageAsync(EventGridMessage.Of(cluster, "web-0"), TestContext.Current.CancellationToken);
        await account.Azurite.StopAsync();
        await using var consumer = await RunningConsumer.StartAsync(account, queue.Name, cluster);
        await Eventually.EqualAsync(true, async () => (await consumer.ProbeAsync()).Told.StartsWith($"The connection to the queue {queue.Name} failed: ", StringComparison.Ordinal));

        await account.Azurite.RestartAsync();
        await Eventually.EqualAsync(0, () => account.CountAsync(queue.Name));

        Assert.Equal("payments", Shop.Teams(cluster));
    }

    [AzuriteFact]
    public async Task A_rejected_identity_is_reported_without_its_token()
    {
        await using var cluster = await Shop.StartAsync(0);
        var queue = await account.CreateQueueAsync();
        account.Entra.Audience = "https://vault.azure.net";
        await using var consumer = await RunningConsumer.StartAsync(account, queue.Name, cluster);
        await Eventually.EqualAsync(true, async () => (await consumer.ProbeAsync()).Told.StartsWith($"The queue {queue.Name} responded 403 AuthenticationFailed;", StringComparison.Ordinal));

        account.Entra.Audience = FakeEntra.StorageAudience;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await consumer.ProbeAsync()).Status);
        Assert.All(consumer.Logs.GetSnapshot(), static line => Assert.DoesNotContain("eyJ", $"{line.Message}{line.Exception}", StringComparison.Ordinal));
    }

    [AzuriteFact]
    public async Task An_identity_unknown_to_Entra_ID_is_reported_with_its_error_code()
    {
        await using var cluster = await Shop.StartAsync(0);
        var queue = await account.CreateQueueAsync();
        await using var consumer = await RunningConsumer.StartAsync(account, queue.Name, cluster, "Tagalong:Azure:ClientId=somebody-else");

        await Eventually.EqualAsync(true, async () =>
            (await consumer.ProbeAsync()).Told.StartsWith("Microsoft Entra ID gave no token (AADSTS700213) to the credential WorkloadIdentity: ", StringComparison.Ordinal));
    }

    private sealed class ConsumeProcess : IDisposable
    {
        private readonly Process _process;
        private readonly string _kubeconfig = Path.GetTempFileName();

        public ConsumeProcess(StorageAccount account, string queue, DevApiServer cluster, params string[] settings)
        {
            File.WriteAllText(_kubeconfig, cluster.KubeconfigFor());
            var arguments = account.Settings("Tagalong:Consume:TrustPublishers=true", "Tagalong:Queue:AzureStorage:VisibilityTimeout=00:00:03").Concat(settings).Select(static setting => $"--{setting}");
            var start = new ProcessStartInfo("dotnet", [typeof(ServerHost).Assembly.Location, "consume", "--queue", queue, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
            (start.Environment["PORT"], start.Environment["KUBECONFIG"]) = ("0", _kubeconfig);
            _process = Process.Start(start)!;
            _ = _process.StandardOutput.ReadToEndAsync(CancellationToken.None);
            _ = _process.StandardError.ReadToEndAsync(CancellationToken.None);
        }

        public async Task KillAsync()
        {
            _process.Kill();
            await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        public async Task<int> StopAsync()
        {
            using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
            await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
            return _process.ExitCode;
        }

        public void Dispose()
        {
            if (!_process.HasExited)
            {
                _process.Kill();
            }

            _process.Dispose();
            File.Delete(_kubeconfig);
        }
    }
}
