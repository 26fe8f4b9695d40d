using Tagalong.FunctionsHost;
using Tagalong.Testing;

namespace Tagalong.Functions.Tests.Scripted;

/// <summary>Why a worker did not start is in the error.</summary>
public sealed class StartFailureTests
{
    [Fact]
    public async Task A_worker_that_exits_at_once_reports_its_exit_code_and_its_output()
    {
        await using var folder = new TemporaryFolder();
        await WriteAsync(folder, "worker.sh", "echo broken >&2; exit 3");
        await WriteAsync(folder, "worker.config.json", """{"description":{"defaultExecutablePath":"/bin/sh","defaultWorkerPath":"worker.sh"}}""");
        await WriteAsync(folder, "host.json", "{}");

        var error = await Assert.ThrowsAsync<FunctionsHostException>(() => StartAsync(folder));

        Assert.Equal("The worker ended with exit code 3 before it could connect. Its output: broken", error.Message);
    }

    [Fact]
    public async Task A_folder_that_is_not_an_app_is_an_error()
    {
        await using var folder = new TemporaryFolder();
        await WriteAsync(folder, "host.json", "{}");

        var error = await Assert.ThrowsAsync<FunctionsHostException>(() => StartAsync(folder));

        Assert.Equal($"{folder["worker.config.json"]} does not exist. Build or publish the app first.", error.Message);
    }

    private static Task<AzureFunctionsHost> StartAsync(TemporaryFolder folder) =>
        AzureFunctionsHost.StartAsync(new FunctionsHostOptions { AppFolder = folder.Path }, TestContext.Current.CancellationToken);

    private static Task WriteAsync(TemporaryFolder folder, string name, string text) =>
        File.WriteAllTextAsync(folder[name], text, TestContext.Current.CancellationToken);
}
