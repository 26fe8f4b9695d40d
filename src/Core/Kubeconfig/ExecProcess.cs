using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Tagalong.Core.ApiServer;
using Tagalong.Core.Text;

namespace Tagalong.Core.Kubeconfig;

/// <summary>Runs a credential plugin once.</summary>
internal static class ExecProcess
{
    private const int MostOutput = 1024 * 1024;
    private const int LongestError = 500;
    private const int LongestWord = 100;

    /// <returns>What the plugin wrote to standard output.</returns>
    /// <exception cref="CredentialException">It failed. The message has what it wrote to standard error, and never what it wrote to standard output.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled, and the plugin was killed.</exception>
    public static async Task<string> RunAsync(ExecPlugin plugin, CancellationToken cancellationToken)
    {
        using var process = new Process { StartInfo = StartOf(plugin) };
        try
        {
            process.Start();
        }
        catch (Exception exception) when (exception is Win32Exception or InvalidOperationException or IOException)
        {
            throw NotStarted(plugin, exception.Message);
        }

        try
        {
            process.StandardInput.Close();
            var output = ReadAsync(process.StandardOutput, MostOutput, cancellationToken);
            var errors = ReadAsync(process.StandardError, LongestError * 4, cancellationToken);
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            var (text, error) = (await output.ConfigureAwait(false), await errors.ConfigureAwait(false));
            return process.ExitCode == 0 ? text
                : throw new CredentialException($"The credential plugin {plugin.Command} failed with exit code {process.ExitCode}{Quoted(error)}");
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            Kill(process);
            if (exception is OperationCanceledException)
            {
                throw;
            }

            throw new CredentialException($"The credential plugin {plugin.Command} broke off.");
        }
    }

    private static ProcessStartInfo StartOf(ExecPlugin plugin)
    {
        // On its own, .NET would also look in its folder and in the current one.
        var start = new ProcessStartInfo(PathOf(plugin.Command) ?? throw NotStarted(plugin, "there is no such program in PATH"), plugin.Arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in plugin.Environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    private static string? PathOf(string command)
    {
        if (command.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal) || command.Contains(Path.AltDirectorySeparatorChar, StringComparison.Ordinal))
        {
            return command;
        }

        string[] endings = OperatingSystem.IsWindows() ? ["", .. (Environment.GetEnvironmentVariable("PATHEXT") ?? ".EXE").Split(';')] : [""];
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(folder => endings.Select(ending => Path.Combine(folder, command + ending)))
            .FirstOrDefault(IsProgram);
    }

    private static bool IsProgram(string path) => File.Exists(path)
        && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0);

    /// <summary>Reads to the end, so that the plugin is not blocked, and keeps the beginning.</summary>
    private static async Task<string> ReadAsync(StreamReader reader, int most, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        var buffer = new char[4096];
        int count;
        while ((count = await reader.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            text.Append(buffer, 0, Math.Min(count, most - text.Length));
        }

        return text.ToString();
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception or NotSupportedException or AggregateException)
        {
            // It has ended meanwhile.
        }
    }

    private static CredentialException NotStarted(ExecPlugin plugin, string why) => new(
        $"The credential plugin {plugin.Command} could not be started: {why.TrimEnd('.')}."
        + (plugin.InstallHint is { } hint ? $" {UntrustedText.Truncate(UntrustedText.Sanitize(hint.ReplaceLineEndings(" ").Trim()), LongestError)}" : ""));

    /// <summary>The plugin's words. A long word may be a token.</summary>
    private static string Quoted(string error)
    {
        var words = error.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(static word => word.Length > LongestWord ? "…" : word);
        var text = UntrustedText.Truncate(UntrustedText.Sanitize(string.Join(' ', words)), LongestError);
        return text.Length == 0 ? "." : $": {text}";
    }
}
