using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Tagalong.Server;

namespace Tagalong.Load;

/// <summary>The server as a separate process, on a free loopback port. Its log is discarded.</summary>
internal sealed partial class ServerProcess : IAsyncDisposable
{
    private readonly Process _process;

    private ServerProcess(Process process, Uri url) => (_process, Url) = (process, url);

    public Uri Url { get; }

    /// <summary>The resident memory, in MiB.</summary>
    public double ResidentMiB => File.ReadLines($"/proc/{_process.Id}/status")
        .Where(static line => line.StartsWith("VmRSS:", StringComparison.Ordinal))
        .Select(static line => double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024)
        .Single();

    /// <summary>The processor time so far.</summary>
    public TimeSpan Cpu
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>The number of open files and sockets.</summary>
    public int Handles => Directory.GetFileSystemEntries($"/proc/{_process.Id}/fd").Length;

    /// <param name="binary">The native binary, or null for the assembly under the JIT.</param>
    /// <param name="settings">Its settings.</param>
    /// <param name="cancellationToken">Ends the waiting for its start.</param>
    public static Task<ServerProcess> StartAsync(string? binary, IEnumerable<string> settings, CancellationToken cancellationToken) =>
        StartAsync(binary, [.. settings.Select(static setting => $"--{setting}")], "", cancellationToken);

    /// <summary>Starts the server with additional endpoints for comparison.</summary>
    /// <param name="binary">Its native binary, or null for the assembly under the JIT.</param>
    /// <param name="kubeconfig">The file by which it finds its cluster.</param>
    /// <param name="settings">Its settings.</param>
    /// <param name="cancellationToken">Ends the waiting for its start.</param>
    public static Task<ServerProcess> StartMeasuredAsync(string? binary, string kubeconfig, IEnumerable<string> settings, CancellationToken cancellationToken) =>
        StartAsync(
            StartInfo(binary, Path.Combine(AppContext.BaseDirectory, "tagalong-measured-server.dll"), settings.Select(static setting => $"--{setting}")),
            kubeconfig,
            cancellationToken);

    /// <param name="binary">The native binary, or null for the assembly under the JIT.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="kubeconfig">The file by which it finds its cluster; empty where the settings name clusters.</param>
    /// <param name="cancellationToken">Ends the waiting for its start.</param>
    public static Task<ServerProcess> StartAsync(string? binary, string[] arguments, string kubeconfig, CancellationToken cancellationToken) =>
        StartAsync(StartInfo(binary, arguments), kubeconfig, cancellationToken);

    /// <summary>The start of the server, native or under the JIT.</summary>
    public static ProcessStartInfo StartInfo(string? binary, string[] arguments) => StartInfo(binary, typeof(ServerHost).Assembly.Location, arguments);

    private static ProcessStartInfo StartInfo(string? binary, string assembly, IEnumerable<string> arguments) =>
        binary is null ? new ProcessStartInfo("dotnet", [assembly, .. arguments]) : new ProcessStartInfo(binary, arguments);

    private static async Task<ServerProcess> StartAsync(ProcessStartInfo start, string kubeconfig, CancellationToken cancellationToken)
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
                return new ServerProcess(process, new Uri($"http://127.0.0.1:{match.Groups[1].Value}"));
            }
        }

        throw new InvalidOperationException("The server did not start.");
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
