using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Tagalong.DevCluster.Faults;

namespace Tagalong.Load;

/// <summary>
/// What senders, tenants and clusters do that want to hurt others or are broken: a dead and a slow cluster, a namespace whose writes are
/// denied at admission, bodies that trickle, bogus tokens while their issuer hangs, batches of very many events, and headers without end.
/// </summary>
internal sealed class Attacks : IAsyncDisposable
{
    private const int Batch = 76_000;
    /// <summary>How many of the healthy cluster's objects, the last ones, cannot be written.</summary>
    public const int Denied = 200;

    private static readonly TimeSpan Slowness = TimeSpan.FromSeconds(5);
    private static readonly byte[] ManyEvents = Encoding.UTF8.GetBytes(
        $"[{string.Join(',', Enumerable.Repeat("""{"specversion":"1.0","id":"1","source":"a","type":"t"}""", Batch))}]");

    private readonly LoadedCluster _slow;
    private readonly LoadedCluster _dead;
    private readonly LoadedCluster _healthy;
    private readonly TcpListener _issuer;
    private readonly List<TcpClient> _asking = [];

    private Attacks(LoadedCluster healthy, LoadedCluster slow, LoadedCluster dead, TcpListener issuer) =>
        (_healthy, _slow, _dead, _issuer) = (healthy, slow, dead, issuer);

    /// <summary>How often each thing was done, or was answered in which way.</summary>
    public ConcurrentDictionary<string, int> Counts { get; } = new();

    public IEnumerable<string> Settings =>
    [
        .. ((LoadedCluster[])[_slow, _dead]).SelectMany(static cluster =>
            (string[])[$"Tagalong:Clusters:{cluster.Name}:Kubeconfig={cluster.Kubeconfig}", .. Sender(cluster.Name, cluster.Name)]),
        .. Sender("attacker", "dead"), .. Sender("tenant", "healthy"),
        $"Tagalong:Senders:Issuers:hanging:Authority=http://127.0.0.1:{((IPEndPoint)_issuer.LocalEndpoint).Port}",
        "Tagalong:Senders:Issuers:hanging:Audiences:0=tagalong", "Tagalong:Senders:Issuers:hanging:Subjects:0=*", "Tagalong:Senders:Issuers:hanging:Clusters:0=dead",
    ];

    public static string KeyOf(string sender) => $"{sender}-key-0123456789abcdef0123456789abcdef";

    /// <summary>A sender and the one cluster whose events it may send.</summary>
    public static string[] Sender(string name, string cluster) =>
        [$"Tagalong:Senders:ApiKeys:{name}:Keys:0={KeyOf(name)}", $"Tagalong:Senders:ApiKeys:{name}:Clusters:0={cluster}"];

    /// <param name="healthy">The cluster whose tenants are not to be hurt.</param>
    /// <param name="cancellationToken">Ends the preparation.</param>
    public static async Task<Attacks> PrepareAsync(LoadedCluster healthy, CancellationToken cancellationToken)
    {
        var slow = await LoadedCluster.StartAsync("slow", 5000, cancellationToken);
        slow.Server.Faults.Add(Fault.Latency(Slowness));
        var dead = await LoadedCluster.StartAsync("dead", 5000, cancellationToken);
        await dead.Server.StopAsync();
        healthy.Server.Faults.Add(
            Fault.Status(403, "Forbidden", "admission webhook \"validation.gatekeeper.sh\" denied the request: [no-labels] labels are not allowed here"),
            request => request.IsWrite && request.Name?.Split('-') is [_, var number] && int.Parse(number, CultureInfo.InvariantCulture) >= healthy.Count - Denied);
        var issuer = new TcpListener(IPAddress.Loopback, 0);
        issuer.Start();
        return new Attacks(healthy, slow, dead, issuer);
    }

    /// <summary>Runs all attacks at once until the token is cancelled.</summary>
    public Task RunAsync(Uri url, CancellationToken cancellationToken) => Task.WhenAll(
    [
        AcceptAsync(cancellationToken),
        RepeatAsync("slow cluster", 20, url, (client, turn) => SendAsync(client, _slow, turn, cancellationToken), cancellationToken),
        RepeatAsync("dead cluster", 20, url, (client, turn) => SendAsync(client, _dead, turn, cancellationToken), cancellationToken),
        RepeatAsync("denied writes", 20, url, (client, turn) => SendAsync(client, _healthy, _healthy.Count - 1 - (turn % Denied), cancellationToken), cancellationToken),
        RepeatAsync("bogus token", 50, url, (client, turn) => SendTokenAsync(client, turn, cancellationToken), cancellationToken),
        RepeatAsync("huge batch", 4, url, (client, _) => SendBatchAsync(client, cancellationToken), cancellationToken),
        .. Enumerable.Range(0, 300).Select(_ => TrickleAsync("trickled body", url, $"X-Api-Key: {KeyOf("attacker")}\r\nContent-Type: application/cloudevents+json\r\nContent-Length: 100000\r\n\r\n", cancellationToken)),
        .. Enumerable.Range(0, 300).Select(_ => TrickleAsync("unfinished headers", url, $"X-Padding: {new string('x', 15_000)}\r\nX-More: ", cancellationToken)),
    ]);

    public async ValueTask DisposeAsync()
    {
        _asking.ForEach(static connection => connection.Dispose());
        _issuer.Dispose();
        await _slow.DisposeAsync();
        await _dead.DisposeAsync();
    }

    /// <summary>The issuer takes connections and never responds.</summary>
    private async Task AcceptAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                _asking.Add(await _issuer.AcceptTcpClientAsync(cancellationToken));
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private async Task RepeatAsync(string what, int rate, Uri url, Func<HttpClient, int, Task<HttpResponseMessage>> send, CancellationToken cancellationToken)
    {
        using var client = new HttpClient { BaseAddress = url };
        var underWay = new List<Task>();
        try
        {
            for (var turn = 0; ; turn++)
            {
                underWay.Add(CountAsync(turn));
                await Task.Delay(TimeSpan.FromSeconds(1.0 / rate), TimeProvider.System, cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(underWay);
        }

        async Task CountAsync(int turn)
        {
            try
            {
                using var response = await send(client, turn);
                Count($"{what}: {(int)response.StatusCode}");
            }
            catch (Exception error) when (error is OperationCanceledException or HttpRequestException)
            {
                Count($"{what}: {error.GetType().Name}");
            }
        }
    }

    private Task<HttpResponseMessage> SendAsync(HttpClient client, LoadedCluster cluster, int turn, CancellationToken cancellationToken)
    {
        var message = cluster.Event(turn % cluster.Count);
        message.Headers.Add("X-Api-Key", KeyOf(cluster == _healthy ? "tenant" : cluster.Name));
        return client.SendAsync(message, cancellationToken);
    }

    private Task<HttpResponseMessage> SendTokenAsync(HttpClient client, int turn, CancellationToken cancellationToken)
    {
        var message = _dead.Event(0);
        message.Headers.Add("Authorization", $"Bearer {Base64($$"""{"alg":"RS256","kid":"{{turn}}"}""")}.{Base64("""{"iss":"https://kubernetes.default.svc","aud":"tagalong","sub":"a","exp":4102444800}""")}.{Base64("forged")}");
        return client.SendAsync(message, cancellationToken);
    }

    private static Task<HttpResponseMessage> SendBatchAsync(HttpClient client, CancellationToken cancellationToken)
    {
        var message = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new ByteArrayContent(ManyEvents) };
        message.Content.Headers.ContentType = new("application/cloudevents-batch+json");
        message.Headers.Add("X-Api-Key", KeyOf("attacker"));
        return client.SendAsync(message, cancellationToken);
    }

    /// <summary>Sends the start of a request and then a byte now and then, and connects again when the server hangs up.</summary>
    private async Task TrickleAsync(string what, Uri url, string start, CancellationToken cancellationToken)
    {
        var begin = Encoding.ASCII.GetBytes($"POST / HTTP/1.1\r\nHost: x\r\n{start}");
        while (!cancellationToken.IsCancellationRequested)
        {
            using var connection = new TcpClient();
            try
            {
                await connection.ConnectAsync(url.Host, url.Port, cancellationToken);
                Count($"{what}: connections");
                await connection.GetStream().WriteAsync(begin, cancellationToken);
                while (true)
                {
                    await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, cancellationToken);
                    await connection.GetStream().WriteAsync("{"u8.ToArray(), cancellationToken);
                }
            }
            catch (Exception error) when (error is OperationCanceledException or IOException or SocketException)
            {
            }
        }
    }

    private void Count(string what) => Counts.AddOrUpdate(what, 1, static (_, count) => count + 1);

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
