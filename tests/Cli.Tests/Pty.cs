using System.Diagnostics;
using System.Text;

namespace Tagalong.Cli.Tests;

/// <summary>
/// The tool on a terminal, through <c>script</c> of util-linux. Ctrl-C works even if the tests run in the background of a shell.
/// </summary>
internal sealed class Pty : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _screen = new();
    private readonly char[] _buffer = new char[4096];

    private Pty(Process process) => _process = process;

    /// <summary>The output so far.</summary>
    public string Screen => _screen.ToString();

    public static Pty Start(int columns, (string Name, string Value)[] environment, params string[] args)
    {
        var tool = Path.Combine(AppContext.BaseDirectory, "tagalong.dll");
        var command = string.Join(' ', ((string[])["dotnet", tool, .. args]).Select(static part => $"'{part.Replace("'", "'\\''", StringComparison.Ordinal)}'"));
        var start = new ProcessStartInfo("script", ["-qec", $"stty cols {columns} rows 40; env --default-signal=INT {command}", "/dev/null"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            Environment = { ["TERM"] = "xterm-256color" },
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new Pty(Process.Start(start)!);
    }

    /// <summary>Reads until the terminal has shown the text.</summary>
    public async Task ReadUntilAsync(string text)
    {
        while (!Screen.Contains(text, StringComparison.Ordinal))
        {
            Assert.True(await ReadAsync(), $"'{text}' was not shown, but:\n{Screen}");
        }
    }

    /// <summary>Sends Ctrl-C.</summary>
    public async Task InterruptAsync()
    {
        await _process.StandardInput.WriteAsync('\u0003');
        await _process.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Reads to the end.</summary>
    /// <returns>The exit code of the tool.</returns>
    public async Task<int> EndAsync()
    {
        while (await ReadAsync())
        {
        }

        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private async Task<bool> ReadAsync()
    {
        var read = await _process.StandardOutput.ReadAsync(_buffer, TestContext.Current.CancellationToken);
        _screen.Append(_buffer, 0, read);
        return read > 0;
    }
}
