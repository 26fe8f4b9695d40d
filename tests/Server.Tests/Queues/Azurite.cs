using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using Tagalong.Testing;

namespace Tagalong.Server.Tests.Queues;

/// <summary>Azurite's queue service as a process of its own, on a free loopback port, over TLS and with its check of tokens on.</summary>
internal sealed partial class Azurite : IAsyncDisposable
{
    /// <summary>The emulator's one account.</summary>
    public const string Account = "devstoreaccount1";

    private const string Variable = "TAGALONG_TEST_AZURITE";
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(1);

    private readonly string _folder = Directory.CreateTempSubdirectory("tagalong-azurite").FullName;
    private readonly List<string> _lines = [];
    private Process? _process;
    private Task _reading = Task.CompletedTask;
    private int _port;

    private Azurite()
    {
    }

    /// <summary>Whether there is an Azurite, or has to be: then it is a fault if there is none.</summary>
    public static bool IsExpected => Environment.GetEnvironmentVariable("TAGALONG_TEST_TOOLS") == "required"
        || Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } || File.Exists(Program);

    /// <summary>The address of the account's queues.</summary>
    public Uri Url => new($"https://127.0.0.1:{_port}/{Account}");

    private static string Program => Path.Combine(
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given ? given : InCache, "dist", "src", "queue", "main.js");

    private static string InCache => Path.Combine(
        Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache ? cache
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
        "tagalong", "azurite-3.37.0", "node_modules", "azurite");

    /// <param name="authority">Who vouches for it.</param>
    public static async Task<Azurite> StartAsync(X509Certificate2 authority)
    {
        var azurite = new Azurite();
        using var certificate = Certificates.Signed(authority, "azurite");
        using var key = certificate.GetECDsaPrivateKey()!;
        await File.WriteAllTextAsync(azurite.InFolder("cert.pem"), certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(azurite.InFolder("key.pem"), key.ExportPkcs8PrivateKeyPem());
        await azurite.StartAsync();
        return azurite;
    }

    /// <summary>Starts it again where it was, with what was in its queues.</summary>
    public Task RestartAsync() => StartAsync();

    /// <summary>Stops it; it keeps what is in its queues.</summary>
    public async Task StopAsync()
    {
        // It writes what it has down when it is asked to stop.
        using var ask = Process.Start("kill", ["-TERM", $"{_process!.Id}"]);
        await ask.WaitForExitAsync();
        await _process.WaitForExitAsync();
        await _reading;
        _process.Dispose();
        _process = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            _process.Kill();
            await _reading;
            _process.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private async Task StartAsync()
    {
        var start = new ProcessStartInfo("node",
        [
            Program, "--queueHost", "127.0.0.1", "--queuePort", $"{_port}", "--location", _folder, "--silent", "--disableTelemetry",
            "--oauth", "basic", "--cert", InFolder("cert.pem"), "--key", InFolder("key.pem"),
        ])
        { RedirectStandardOutput = true, RedirectStandardError = true };
        _process = Process.Start(start)!;
        var listening = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        _reading = Task.WhenAll(ReadAsync(_process.StandardOutput, listening), ReadAsync(_process.StandardError, listening))
            .ContinueWith(_ => listening.TrySetException(new InvalidOperationException($"Azurite ended: {string.Join('\n', _lines)}")), TaskScheduler.Default);
        _port = await listening.Task.WaitAsync(StartLimit);
    }

    private async Task ReadAsync(StreamReader stream, TaskCompletionSource<int> listening)
    {
        while (await stream.ReadLineAsync() is { } line)
        {
            lock (_lines)
            {
                _lines.Add(line);
            }

            if (ListeningAt().Match(line) is { Success: true } match)
            {
                listening.TrySetResult(int.Parse(match.Value, System.Globalization.CultureInfo.InvariantCulture));
            }
        }
    }

    private string InFolder(string name) => Path.Combine(_folder, name);

    [GeneratedRegex(@"(?<=successfully listens on https://[^\s]+:)\d+")]
    private static partial Regex ListeningAt();
}
