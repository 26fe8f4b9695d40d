using System.Diagnostics;
using System.Globalization;

namespace Tagalong.Cli.Tests;

/// <summary>The tool as a separate process with its own folder for temporary files.</summary>
internal sealed class TagalongProcess : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(3);

    private readonly Process _process;
    private readonly DirectoryInfo _temporary = Directory.CreateTempSubdirectory("tagalong-cli-tests-");
    private readonly Task<string> _errors;

    private TagalongProcess(string[] args, (string Name, string? Value)[] environment)
    {
        string[] command = ["dotnet", Path.Combine(AppContext.BaseDirectory, "tagalong.dll"), .. args];

        // Tests that run in the background of a shell ignore Ctrl-C, and child processes would inherit that.
        string[] started = OperatingSystem.IsLinux() ? ["env", "--default-signal=INT", .. command] : command;
        var start = new ProcessStartInfo(started[0], started[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["TMPDIR"] = _temporary.FullName, ["GITHUB_ACTIONS"] = "true" },
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
        _errors = _process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>The folders that the process has not deleted.</summary>
    public IEnumerable<string> LeftBehind => _temporary.EnumerateDirectories("tagalong-demo-*").Select(folder => folder.FullName);

    public static TagalongProcess Start(params string[] args) => new(args, []);

    /// <param name="environment">Additional variables; null removes one.</param>
    /// <param name="args">The command line.</param>
    public static TagalongProcess Start((string Name, string? Value)[] environment, params string[] args) => new(args, environment);

    /// <summary>Runs the tool to its end.</summary>
    public static async Task<Ended> RunAsync(params string[] args)
    {
        using var process = Start(args);
        return await process.EndAsync();
    }

    /// <summary>Reads lines until one meets a condition, and returns them all.</summary>
    public async Task<IReadOnlyList<string>> ReadUntilAsync(Func<string, bool> isLast)
    {
        var lines = new List<string>();
        while (await _process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            lines.Add(line);
            if (isLast(line))
            {
                return lines;
            }
        }

        Assert.Fail($"The process ended early:\n{string.Join('\n', lines)}\n{await _errors}");
        return lines;
    }

    /// <summary>Writes to stdin, which stays open.</summary>
    public async Task SendAsync(string text)
    {
        await _process.StandardInput.WriteAsync(text);
        await _process.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Writes to stdin and closes it.</summary>
    public async Task WriteAsync(string text)
    {
        await SendAsync(text);
        _process.StandardInput.Close();
    }

    /// <summary>Sends a signal: <c>INT</c> for Ctrl-C, <c>TERM</c> as supervisors do.</summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    public async Task<Ended> EndAsync()
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        timeout.CancelAfter(Timeout);
        var output = await _process.StandardOutput.ReadToEndAsync(timeout.Token);
        await _process.WaitForExitAsync(timeout.Token);
        return new Ended(_process.ExitCode, output, await _errors);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
        _temporary.Delete(recursive: true);
    }

    internal sealed record Ended(int ExitCode, string Output, string Errors);
}
