using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using k8s;
using Tagalong.Testing;

namespace Tagalong.Cluster.Tests.Faults;

/// <summary>
/// A TCP proxy between the server under test and the API server. It cuts a limited number of connections at random places,
/// or holds back responses.
/// </summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private const int MostBytesOfRequests = 8000;
    private const int MostCuts = 80;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly Random _random;
    private readonly DnsEndPoint _server;
    private readonly Task _accepting;
    private volatile TaskCompletionSource _responding = new();

    /// <param name="kubeconfig">The text of the file that names the API server.</param>
    /// <param name="random">Chooses the places of the cuts.</param>
    public CuttingProxy(string kubeconfig, Random random)
    {
        using var text = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(kubeconfig));
        var url = new Uri(KubernetesClientConfiguration.BuildConfigFromConfigObject(KubernetesClientConfiguration.LoadKubeConfig(text)).Host);
        (_server, _random) = (new DnsEndPoint(url.Host, url.Port), random);
        _responding.SetResult();
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Whether to cut no connections.</summary>
    public bool IsCalm { get; set; }

    /// <summary>The number of cut connections by place.</summary>
    public ConcurrentDictionary<Cut, int> Cuts { get; } = new();

    /// <summary>A kubeconfig with the address of the proxy, which still verifies the API server by its name.</summary>
    public async Task<string> LeadHereAsync(string kubeconfig)
    {
        using var kubectl = new Kubectl(kubeconfig);
        var config = JsonNode.Parse(await kubectl.RunAsync("config view --raw --flatten --minify --output=json"))!;
        var cluster = config["clusters"]![0]!["cluster"]!;
        cluster["server"] = $"https://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";
        cluster["tls-server-name"] ??= _server.Host;
        return config.ToJsonString();
    }

    /// <summary>Holds back responses from now on; requests still arrive.</summary>
    public void HoldResponses() => _responding = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Sends the responses that were held back.</summary>
    public void ReleaseResponses() => _responding.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        ReleaseResponses();
        _listener.Dispose();
        await _accepting;
        await Task.WhenAll(_connections);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _connections.Add(ServeAsync(await _listener.AcceptSocketAsync(_stop.Token)));
            }
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The proxy is stopping.
        }
    }

    private async Task ServeAsync(Socket client)
    {
        await Task.Yield();
        var (cut, after) = Next();
        using (client)
        {
            using var server = new Socket(SocketType.Stream, ProtocolType.Tcp);
            try
            {
                if (cut == Cut.BeforeTheRequest)
                {
                    Record(cut.Value);
                }
                else
                {
                    await server.ConnectAsync(_server, _stop.Token);
                    await JoinAsync(client, server, cut, after);
                }
            }
            catch (Exception end) when (end is SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // One side closed the connection.
            }

            // Close with a reset.
            client.LingerState = new LingerOption(true, 0);
        }
    }

    private async Task JoinAsync(Socket client, Socket server, Cut? cut, int after)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        var responsesAreCut = false;
        var requesting = RequestAsync();
        var responding = RespondAsync();
        await Task.WhenAny(requesting, responding);
        await ended.CancelAsync();
        await Task.WhenAll(requesting, responding);

        async Task RequestAsync()
        {
            var buffer = new byte[16 * 1024];
            for (var total = 0; await client.ReceiveAsync(buffer, ended.Token) is > 0 and var read; total += read)
            {
                if (cut == Cut.InTheRequest && total + read > after)
                {
                    await server.SendAsync(buffer.AsMemory(0, Math.Max(0, after - total)), ended.Token);
                    Record(cut.Value);
                    return;
                }

                responsesAreCut = cut == Cut.BeforeTheResponse && total + read > after;
                await server.SendAsync(buffer.AsMemory(0, read), ended.Token);
            }
        }

        async Task RespondAsync()
        {
            var buffer = new byte[16 * 1024];
            while (await server.ReceiveAsync(buffer, ended.Token) is > 0 and var read)
            {
                await _responding.Task.WaitAsync(ended.Token);
                if (Volatile.Read(ref responsesAreCut))
                {
                    Record(cut!.Value);
                    return;
                }

                await client.SendAsync(buffer.AsMemory(0, read), ended.Token);
            }
        }
    }

    private (Cut? Cut, int After) Next()
    {
        lock (_random)
        {
            return IsCalm || Cuts.Values.Sum() >= MostCuts ? (null, 0) : ((Cut)_random.Next(3), _random.Next(MostBytesOfRequests));
        }
    }

    private void Record(Cut cut) => Cuts.AddOrUpdate(cut, 1, static (_, count) => count + 1);
}
