using System.Diagnostics;
using System.Globalization;
using Tagalong.DevCluster;

namespace Tagalong.Server.Tests;

/// <summary>A verb as a process of its own, that can be told to stop, and killed.</summary>
internal sealed class VerbProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _kubeconfig = Path.GetTempFileName();
    private readonly Task<string[]> _reading;

    /// <param name="cluster">The cluster it works on.</param>
    /// <param name="arguments">The verb, and what follows.</param>
    public VerbProcess(DevApiServer cluster, params IEnumerable<string> arguments)
        : this(cluster, [], [.. arguments])
    {
    }

    /// <param name="cluster">The cluster it works on.</param>
    /// <param name="variables">Variables of its environment.</param>
    /// <param name="arguments">The verb, and what follows.</param>
    public VerbProcess(DevApiServer cluster, IEnumerable<(string Name, string Value)> variables, params string[] arguments)
    {
        File.WriteAllText(_kubeconfig, cluster.KubeconfigFor());
        var start = new ProcessStartInfo("dotnet", [typeof(ServerHost).Assembly.Location, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        (start.Environment["PORT"], start.Environment["KUBECONFIG"]) = ("0", _kubeconfig);
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
        _reading = Task.WhenAll(_process.StandardOutput.ReadToEndAsync(CancellationToken.None), _process.StandardError.ReadToEndAsync(CancellationToken.None));
    }

    /// <summary>Kills it, as an out-of-memory kill or a lost node would.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Tells it to stop.</summary>
    public async Task TellToStopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Waits until it is gone.</summary>
    /// <returns>Its exit code, and all that it said.</returns>
    public async Task<(int ExitCode, string Output)> GoneAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (_process.ExitCode, string.Concat(await _reading));
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
