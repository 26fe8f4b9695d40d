using System.Diagnostics;

namespace Tagalong.Cli.Tests;

/// <summary>A terminal of some size, by <c>script</c> of util-linux, which every Debian has.</summary>
internal static class Pty
{
    /// <summary>Runs the tool in it, to its end.</summary>
    /// <returns>The exit code, and all that the terminal got.</returns>
    public static async Task<(int ExitCode, string Screen)> RunAsync(int columns, (string Name, string Value)[] environment, params string[] args)
    {
        var tool = Path.Combine(AppContext.BaseDirectory, "tagalong.dll");
        var command = string.Join(' ', ((string[])["dotnet", tool, .. args]).Select(static part => $"'{part.Replace("'", "'\\''", StringComparison.Ordinal)}'"));
        var start = new ProcessStartInfo("script", ["-qec", $"stty cols {columns} rows 40; {command}", "/dev/null"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            Environment = { ["TERM"] = "xterm-256color" },
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var screen = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, screen);
    }
}
