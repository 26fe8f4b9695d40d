using System.Diagnostics;

namespace Tagalong.Testing;

/// <summary>A private folder that is deleted after the tests, even if they are killed.</summary>
public sealed class TemporaryFolder : IAsyncDisposable
{
    // The servers that write here are killed at the same time, and may need a second to end.
    private const string Guard = """cat > /dev/null; for _ in 1 2 3 4 5; do rm -rf "$1" && break; sleep 1; done 2> /dev/null""";

    private readonly Process _guard;

    public TemporaryFolder()
    {
        Path = Directory.CreateTempSubdirectory("tagalong-cluster-").FullName;
        _guard = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", Guard, "guard", Path]) { RedirectStandardInput = true })!;
    }

    public string Path { get; }

    /// <summary>The path of a file in it.</summary>
    public string this[string name] => System.IO.Path.Combine(Path, name);

    public async ValueTask DisposeAsync()
    {
        _guard.StandardInput.Close();
        await _guard.WaitForExitAsync(CancellationToken.None);
        _guard.Dispose();
    }
}
