using Tagalong.Testing;

namespace Tagalong.DevCluster.Tests;

public sealed class ServerCommandTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("--kubeconfig is required. See --help.")]
    [InlineData("--kubeconfig needs the path of a file. See --help.", "--kubeconfig")]
    [InlineData("--port must be a number from 0 to 65535, not \"many\". See --help.", "--port", "many")]
    [InlineData("--port must be a number from 0 to 65535, not \"70000\". See --help.", "--port", "70000")]
    [InlineData("Unknown option \"--verbose\". See --help.", "--verbose")]
    public async Task Wrong_arguments_are_explained(string expected, params string[] arguments)
    {
        var (code, output, error) = await RunAsync(arguments);

        Assert.Equal((2, "", expected), (code, output, error));
    }

    [Fact]
    public async Task Help_is_printed()
    {
        var (code, output, error) = await RunAsync("--help");

        Assert.Equal((0, ""), (code, error));
        Assert.Contains("--kubeconfig FILE", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_in_use_and_an_unwritable_file_are_failures()
    {
        await using var server = await DevApiServer.StartAsync(new DevApiServerOptions(), Cancelled);

        var (taken, _, whyTaken) = await RunAsync("--kubeconfig", Path.GetTempFileName(), "--port", server.Url.Port.ToString());
        var (unwritable, _, whyUnwritable) = await RunAsync("--kubeconfig", "/proc/none/config");

        Assert.Equal((1, 1), (taken, unwritable));
        Assert.Contains("address already in use", whyTaken, StringComparison.Ordinal);
        Assert.Contains("/proc/none", whyUnwritable, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_runs_until_SIGTERM()
    {
        var kubeconfig = Path.Combine(Directory.CreateTempSubdirectory().FullName, "config");
        var program = Path.Combine(AppContext.BaseDirectory, "Tagalong.DevCluster.dll");
        using var process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("dotnet", $"exec {program} --kubeconfig {kubeconfig}")
        {
            RedirectStandardOutput = true,
        })!;
        var line = await process.StandardOutput.ReadLineAsync(Cancelled);
        using var kubectl = new Kubectl(await File.ReadAllTextAsync(kubeconfig, Cancelled));

        var namespaces = await kubectl.RunAsync("get namespaces -o name");
        using var kill = System.Diagnostics.Process.Start("kill", $"-TERM {process.Id}");
        await process.WaitForExitAsync(Cancelled);

        Assert.Matches("^Kubernetes API at https://127.0.0.1:[0-9]+/ - try: kubectl --kubeconfig .* get namespaces$", line);
        Assert.Equal("namespace/default\nnamespace/kube-system\n", namespaces);
        Assert.Equal(0, process.ExitCode);
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(kubeconfig) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await ServerCommand.RunAsync(arguments, output, error);
        return (code, output.ToString().Trim(), error.ToString().Trim());
    }
}
