using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using k8s;
using Tagalong.Testing;

namespace Tagalong.Cluster.Tests.Faults;

/// <summary>
/// Stands between the function and the API server, sees nothing of what they say, and cuts their connections where chance
/// wants it, up to so many; or keeps the answers back.
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
    private volatile TaskCompletionSource _answering = new();

    /// <param name="kubeconfig">The text of the file that names the API server.</param>
    /// <param name="random">Where to cut.</param>
    public CuttingProxy(string kubeconfig, Random random)
    {
        using var text = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(kubeconfig));
        var url = new Uri(KubernetesClientConfiguration.BuildConfigFromConfigObject(KubernetesClientConfiguration.LoadKubeConfig(text)).Host);
        (_server, _random) = (new DnsEndPoint(url.Host, url.Port), random);
        _answering.SetResult();
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Whether connections are left alone.</summary>
    public bool IsCalm { get; set; }

    /// <summary>How many connections were cut in each way.</summary>
    public ConcurrentDictionary<Cut, int> Cuts { get; } = new();

    /// <summary>A kubeconfig that leads here, and verifies the API server by its own name.</summary>
    public async Task<string> LeadHereAsync(string kubeconfig)
    {
        using var kubectl = new Kubectl(kubeconfig);
        var config = JsonNode.Parse(await kubectl.RunAsync("config view --raw --flatten --minify --output=json"))!;
        var cluster = config["clusters"]![0]!["cluster"]!;
        cluster["server"] = $"https://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";
        cluster["tls-server-name"] ??= _server.Host;
        return config.ToJsonString();
    }

    /// <summary>From now on requests arrive and answers do not.</summary>
    public void KeepAnswersBack() => _answering = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The answers arrive, late.</summary>
    public void LetAnswersGo() => _answering.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        LetAnswersGo();
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
            // As it was told.
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
                    Note(cut.Value);
                }
                else
                {
                    await server.ConnectAsync(_server, _stop.Token);
                    await JoinAsync(client, server, cut, after);
                }
            }
            catch (Exception end) when (end is SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // One of them hung up, and the other will find out.
            }

            // Without a farewell.
            client.LingerState = new LingerOption(true, 0);
        }
    }

    private async Task JoinAsync(Socket client, Socket server, Cut? cut, int after)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        var answersAreCut = false;
        var asking = AskAsync();
        var answering = AnswerAsync();
        await Task.WhenAny(asking, answering);
        await ended.CancelAsync();
        await Task.WhenAll(asking, answering);

        async Task AskAsync()
        {
            var buffer = new byte[16 * 1024];
            for (var total = 0; await client.ReceiveAsync(buffer, ended.Token) is > 0 and var read; total += read)
            {
                if (cut == Cut.InTheRequest && total + read > after)
                {
                    await server.SendAsync(buffer.AsMemory(0, Math.Max(0, after - total)), ended.Token);
                    Note(cut.Value);
                    return;
                }

                answersAreCut = cut == Cut.BeforeTheAnswer && total + read > after;
                await server.SendAsync(buffer.AsMemory(0, read), ended.Token);
            }
        }

        async Task AnswerAsync()
        {
            var buffer = new byte[16 * 1024];
            while (await server.ReceiveAsync(buffer, ended.Token) is > 0 and var read)
            {
                await _answering.Task.WaitAsync(ended.Token);
                if (Volatile.Read(ref answersAreCut))
                {
                    Note(cut!.Value);
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

    private void Note(Cut cut) => Cuts.AddOrUpdate(cut, 1, static (_, count) => count + 1);
}
