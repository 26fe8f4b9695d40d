using System.Diagnostics;

namespace Tagalong.Testing;

/// <summary>The real kubectl, with a separate home folder.</summary>
public sealed class Kubectl : IDisposable
{
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("kubectl-");
    private readonly string _kubeconfig;

    public Kubectl(string kubeconfig)
    {
        _kubeconfig = Path.Combine(_home.FullName, "config");
        File.WriteAllText(_kubeconfig, kubeconfig);
    }

    /// <summary>Runs kubectl and asserts that it succeeds.</summary>
    /// <returns>The standard output.</returns>
    public async Task<string> RunAsync(string arguments, string input = "")
    {
        var (code, output, error) = await TryAsync(arguments, input);
        Assert.True(code == 0, $"kubectl {arguments} failed: {error}");
        return output;
    }

    public async Task<(int ExitCode, string Output, string Error)> TryAsync(string arguments, string input = "")
    {
        using var process = Start(arguments);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await error);
    }

    /// <summary>Starts kubectl without waiting for its end.</summary>
    public Process Start(string arguments)
    {
        var start = new ProcessStartInfo("kubectl", arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _home.FullName,
        };
        start.Environment["KUBECONFIG"] = _kubeconfig;
        start.Environment["HOME"] = _home.FullName;
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new InvalidOperationException("kubectl is not on the PATH. Install it (https://kubernetes.io/docs/tasks/tools/, or on Debian apt-get install kubernetes-client).");
        }
    }

    public void Dispose() => _home.Delete(recursive: true);
}
