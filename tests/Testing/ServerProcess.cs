using System.Diagnostics;
using System.Globalization;

namespace Tagalong.Testing;

/// <summary>A server as a child process. It ends when it is disposed and when the test process ends, even if that is killed.</summary>
/// <remarks>
/// A shell in between holds one end of a pipe, and kills the server when the other end is closed, by the tests or by their
/// death. (The kernel's parent-death signal depends on the thread that started the child, and threads of .NET's pool end.)
/// </remarks>
public sealed class ServerProcess : IAsyncDisposable
{
    private const string Guard =
        """
        exec 3<&0
        log=$1; shift
        "$@" >> "$log" 2>&1 < /dev/null 3<&- &
        server=$!
        echo "$server"
        exec > /dev/null 2>&1
        (cat <&3 > /dev/null; kill -KILL "$server") &
        guard=$!
        wait "$server"
        code=$?
        kill "$guard"
        exit "$code"
        """;

    private readonly Process _guard;
    private readonly string _log;

    private ServerProcess(Process guard, string log, int id) => (_guard, _log, Id) = (guard, log, id);

    /// <summary>The id of the server's process, not the guard's.</summary>
    public int Id { get; }

    public bool HasExited => _guard.HasExited;

    /// <summary>The end of its standard output and error.</summary>
    public string LogTail => File.Exists(_log) ? string.Join('\n', File.ReadLines(_log).TakeLast(30)) : "";

    /// <param name="log">The file for its standard output and error.</param>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    public static async Task<ServerProcess> StartAsync(string log, string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", Guard, "guard", log, program, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        var guard = Process.Start(start)!;
        var id = await guard.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        return new ServerProcess(guard, log, int.Parse(id!, CultureInfo.InvariantCulture));
    }

    /// <summary>Sends a signal, <c>STOP</c>.</summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Kills it, and waits until it has ended.</summary>
    public async ValueTask DisposeAsync()
    {
        _guard.StandardInput.Close();
        await _guard.WaitForExitAsync(CancellationToken.None);
        _guard.Dispose();
    }
}
