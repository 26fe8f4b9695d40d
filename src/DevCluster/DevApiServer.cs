using System.Net;
using System.Security.Cryptography;
using Tagalong.DevCluster.Faults;
using Tagalong.DevCluster.Http;
using Tagalong.DevCluster.Requests;
using Tagalong.DevCluster.Security;
using Tagalong.DevCluster.Storage;
using Tagalong.DevCluster.Writing;

namespace Tagalong.DevCluster;

/// <summary>
/// A Kubernetes API server in memory: complete enough for kubectl and the client libraries, fast enough that every test
/// starts one. It uses TLS with a separate certificate authority, HTTP/1.1 and HTTP/2, and serves the kinds in
/// <see cref="ResourceKinds"/>. It runs no controllers, so objects do not change after a write, except by garbage
/// collection. Thread-safe.
/// </summary>
public sealed class DevApiServer : IAsyncDisposable
{
    private const string Administrator = "kubernetes-admin";

    private readonly ServerCertificates _certificates = ServerCertificates.Create();
    private readonly DevUser _administrator;
    private readonly Users _users;
    private readonly RequestPipeline _pipeline;
    private Listener? _listener;

    private DevApiServer(DevApiServerOptions options)
    {
        var store = new ObjectStore(options.HistorySize);
        var random = new RandomSource(options.Random);
        var writer = new ObjectWriter(store, options.TimeProvider, random);
        _administrator = new DevUser(Administrator, RandomNumberGenerator.GetHexString(32, lowercase: true), [AccessRule.Everything]);
        _users = new Users([_administrator, .. options.Users]);
        Requests = new RequestLog(options.RequestLogSize);
        Objects = new ClusterObjects(store, writer, options.TimeProvider, random);
        _pipeline = new RequestPipeline(
            _users,
            new ReadEndpoint(store, random, options.TimeProvider, options.BookmarkInterval),
            new WriteEndpoint(writer, store),
            Faults,
            Requests,
            options.TimeProvider);
        foreach (var name in options.Namespaces)
        {
            Objects.EnsureNamespace(name);
        }
    }

    /// <summary>The address, <c>https://127.0.0.1:port/</c>. A restart does not change it.</summary>
    public Uri Url { get; private set; } = new("https://127.0.0.1");

    /// <summary>The certificate of the authority that clients must trust, as PEM.</summary>
    public string CertificateAuthorityPem => _certificates.AuthorityPem;

    /// <summary>The bearer token of a user who may do everything.</summary>
    public string AdminToken => _administrator.Token;

    /// <summary>The stored objects, to seed, read and change without a request.</summary>
    public ClusterObjects Objects { get; }

    /// <summary>The requests received over HTTP.</summary>
    public RequestLog Requests { get; }

    /// <summary>The faults to inject.</summary>
    public FaultInjection Faults { get; } = new();

    /// <summary>Starts a server. It listens when the task completes.</summary>
    /// <exception cref="IOException">The port is already in use.</exception>
    public static async Task<DevApiServer> StartAsync(DevApiServerOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var server = new DevApiServer(options);
        try
        {
            await server.ListenAsync(options.Port, cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>A kubeconfig with the authority and the token of the administrator or a user, as YAML.</summary>
    /// <param name="userName">Null for the administrator.</param>
    /// <exception cref="ArgumentException">There is no such user.</exception>
    public string KubeconfigFor(string? userName = null)
    {
        var user = _users.Find(userName ?? Administrator) ?? throw new ArgumentException($"There is no user \"{userName}\".", nameof(userName));
        return Kubeconfig.Write(Url, CertificateAuthorityPem, user);
    }

    /// <summary>A client certificate of the administrator or a user, and its key, both as PEM.</summary>
    /// <param name="userName">Null for the administrator.</param>
    public (string Certificate, string Key) ClientCertificateFor(string? userName = null) => _certificates.ForUser(userName ?? Administrator);

    /// <summary>Stops listening and cuts every connection. The objects are kept. Does nothing if the server is stopped.</summary>
    public async Task StopAsync()
    {
        if (Interlocked.Exchange(ref _listener, null) is { } listener)
        {
            await listener.DisposeAsync();
        }
    }

    /// <summary>Stops the server, if it runs, and listens again on the same port with the same objects.</summary>
    public async Task RestartAsync(CancellationToken cancellationToken)
    {
        await StopAsync();
        await ListenAsync(Url.Port, cancellationToken);
    }

    /// <summary>Stops the server. It cannot be restarted.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _certificates.Dispose();
    }

    private async Task ListenAsync(int port, CancellationToken cancellationToken)
    {
        _listener = await Listener.StartAsync(port, _certificates, _pipeline, cancellationToken);
        Url = new UriBuilder(Uri.UriSchemeHttps, IPAddress.Loopback.ToString(), _listener.Port).Uri;
    }
}
