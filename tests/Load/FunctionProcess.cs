using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Tagalong.Server;

namespace Tagalong.Load;

/// <summary>The function as a process of its own, on a free loopback port, with its log thrown away.</summary>
internal sealed partial class FunctionProcess : IAsyncDisposable
{
    private readonly Process _process;

    private FunctionProcess(Process process, Uri url) => (_process, Url) = (process, url);

    /// <summary>Where it listens.</summary>
    public Uri Url { get; }

    /// <summary>How much of its memory is resident, in MiB.</summary>
    public double ResidentMiB => File.ReadLines($"/proc/{_process.Id}/status")
        .Where(static line => line.StartsWith("VmRSS:", StringComparison.Ordinal))
        .Select(static line => double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024)
        .Single();

    /// <summary>How much processor time it took so far.</summary>
    public TimeSpan Cpu
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>How many files and sockets it has open.</summary>
    public int Handles => Directory.GetFileSystemEntries($"/proc/{_process.Id}/fd").Length;

    /// <param name="binary">The native binary, or null for the assembly under the JIT.</param>
    /// <param name="settings">Its settings.</param>
    /// <param name="cancellationToken">Ends the waiting for its start.</param>
    public static Task<FunctionProcess> StartAsync(string? binary, IEnumerable<string> settings, CancellationToken cancellationToken) =>
        StartAsync(binary, [.. settings.Select(static setting => $"--{setting}")], "", cancellationToken);

    /// <summary>The measured function, which is the same with endpoints for comparison.</summary>
    /// <param name="binary">Its native binary, or null for the assembly under the JIT.</param>
    /// <param name="kubeconfig">The file by which it finds its cluster.</param>
    /// <param name="settings">Its settings.</param>
    /// <param name="cancellationToken">Ends the waiting for its start.</param>
    public static Task<FunctionProcess> StartMeasuredAsync(string? binary, string kubeconfig, IEnumerable<string> settings, CancellationToken cancellationToken) =>
        StartAsync(
            StartInfo(binary, Path.Combine(AppContext.BaseDirectory, "tagalong-measured-function.dll"), settings.Select(static setting => $"--{setting}")),
            kubeconfig,
            cancellationToken);

    /// <param name="binary">The native binary, or null for the assembly under the JIT.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="kubeconfig">The file by which it finds its cluster; empty where the settings name clusters.</param>
    /// <param name="cancellationToken">Ends the waiting for its start.</param>
    public static Task<FunctionProcess> StartAsync(string? binary, string[] arguments, string kubeconfig, CancellationToken cancellationToken) =>
        StartAsync(StartInfo(binary, arguments), kubeconfig, cancellationToken);

    /// <summary>How the function is started, native or under the JIT.</summary>
    public static ProcessStartInfo StartInfo(string? binary, string[] arguments) => StartInfo(binary, typeof(ServerHost).Assembly.Location, arguments);

    private static ProcessStartInfo StartInfo(string? binary, string assembly, IEnumerable<string> arguments) =>
        binary is null ? new ProcessStartInfo("dotnet", [assembly, .. arguments]) : new ProcessStartInfo(binary, arguments);

    private static async Task<FunctionProcess> StartAsync(ProcessStartInfo start, string kubeconfig, CancellationToken cancellationToken)
    {
        (start.RedirectStandardOutput, start.Environment["PORT"]) = (true, "0");
        if (kubeconfig.Length > 0)
        {
            start.Environment["KUBECONFIG"] = kubeconfig;
        }

        var process = Process.Start(start)!;
        while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            if (ListeningAt().Match(line) is { Success: true } match)
            {
                _ = DrainAsync(process);
                return new FunctionProcess(process, new Uri($"http://127.0.0.1:{match.Groups[1].Value}"));
            }
        }

        throw new InvalidOperationException("The function did not start.");
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static async Task DrainAsync(Process process)
    {
        while (await process.StandardOutput.ReadLineAsync() is not null)
        {
        }
    }

    [GeneratedRegex(@"Now listening on: http://[^\s""]+:(\d+)")]
    private static partial Regex ListeningAt();
}
