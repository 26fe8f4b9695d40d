using System.Diagnostics;
using System.Globalization;
using System.Text;
using Tagalong.Testing;

namespace Tagalong.Cluster.Tests.Servers;

/// <summary>etcd, the storage of an API server.</summary>
internal sealed class Etcd : IAsyncDisposable
{
    private readonly ServerProcess _process;
    private readonly HttpClient _client;

    private Etcd(ServerProcess process, HttpClient client) => (_process, _client) = (process, client);

    public Uri Url => _client.BaseAddress!;

    /// <summary>Starts it in a folder, and waits until it is healthy.</summary>
    /// <exception cref="InvalidOperationException">It did not start.</exception>
    public static async Task<Etcd> StartAsync(string program, TemporaryFolder folder, int port)
    {
        var url = $"http://127.0.0.1:{port}";
        List<string> arguments =
        [
            $"--data-dir={folder["etcd"]}",
            $"--listen-client-urls={url}",
            $"--advertise-client-urls={url}",
            "--listen-peer-urls=http://127.0.0.1:0",
        ];
        if (await SupportsAsync(program, "--unsafe-no-fsync"))
        {
            arguments.Add("--unsafe-no-fsync");
        }

        var etcd = new Etcd(
            await ServerProcess.StartAsync(folder["etcd.log"], program, arguments),
            new HttpClient { BaseAddress = new Uri(url) });
        try
        {
            await Readiness.WaitAsync("etcd", etcd._process, etcd._client, "/health");
            return etcd;
        }
        catch
        {
            await etcd.DisposeAsync();
            throw;
        }
    }

    public Task PauseAsync() => _process.SignalAsync("STOP");

    public Task ResumeAsync() => _process.SignalAsync("CONT");

    /// <summary>The versions of all keys with a prefix, by the rest of the key. Version 1 is the create.</summary>
    public async Task<IReadOnlyList<KeyValuePair<string, int>>> VersionsAsync(string prefix)
    {
        var end = $"{prefix[..^1]}{(char)(prefix[^1] + 1)}";
        var (_, range) = await _client.CallAsync(
            HttpMethod.Post, "/v3/kv/range", $$"""{"key":"{{Base64(prefix)}}","range_end":"{{Base64(end)}}","keys_only":true}""");
        return
        [
            .. (range["kvs"]?.AsArray() ?? []).Select(entry => KeyValuePair.Create(
                Encoding.UTF8.GetString(Convert.FromBase64String((string)entry!["key"]!))[prefix.Length..],
                int.Parse((string)entry["version"]!, CultureInfo.InvariantCulture))),
        ];

        static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
    }

    /// <summary>Compacts all history up to now.</summary>
    public async Task CompactAsync()
    {
        var cancelled = TestContext.Current.CancellationToken;
        var (_, newest) = await _client.CallAsync(HttpMethod.Post, "/v3/kv/range", """{"key":"AA==","limit":"1"}""");
        using var body = new StringContent($$"""{"revision":"{{newest["header"]!["revision"]}}","physical":true}""");
        using var response = await _client.PostAsync(new Uri("/v3/kv/compaction", UriKind.Relative), body, cancelled);
        response.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _process.DisposeAsync();
    }

    private static async Task<bool> SupportsAsync(string program, string option)
    {
        using var help = Process.Start(new ProcessStartInfo(program, ["--help"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var texts = await Task.WhenAll(
            help.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken),
            help.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        return texts.Any(text => text.Contains(option, StringComparison.Ordinal));
    }
}
