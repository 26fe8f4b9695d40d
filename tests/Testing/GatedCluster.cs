using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;
using Tagalong.Core.ApiServer;
using Tagalong.Core.Credentials;
using Tagalong.DevCluster;

namespace Tagalong.Testing;

/// <summary>
/// A dev cluster behind another address, whose certificate and accepted credentials can change while it is used. It notes what each request shows.
/// </summary>
public sealed class GatedCluster : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpMessageInvoker _cluster;
    private readonly DevApiServer _target;
    private readonly ConcurrentDictionary<string, ConnectionContext> _connections = new();
    private volatile ImmutableHashSet<string> _accepted = [];

    private GatedCluster(DevApiServer target)
    {
        _target = target;
        var handler = new SocketsHttpHandler { UseProxy = false };
        handler.SslOptions.CertificateChainPolicy = TrustPolicy.Only(CertificateAuthorities.Parse(target.CertificateAuthorityPem, "the cluster"));
        _cluster = new HttpMessageInvoker(handler);
        Rotate();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, endpoint =>
        {
            endpoint.Use(next => connection =>
            {
                _connections[connection.ConnectionId] = connection;
                return next(connection);
            });
            endpoint.UseHttps(new TlsHandshakeCallbackOptions
            {
                OnConnection = _ => ValueTask.FromResult(new SslServerAuthenticationOptions
                {
                    ServerCertificate = Certificate,
                    ClientCertificateRequired = true,
                    RemoteCertificateValidationCallback = static (_, client, _, _) => client is null || client.Subject.Length > 0,
                }),
            });
        }));
        _app = builder.Build();
        _app.Run(ForwardAsync);
    }

    /// <summary>The authority of its certificate.</summary>
    public X509Certificate2 Authority { get; private set; } = null!;

    public X509Certificate2 Certificate { get; private set; } = null!;

    public string Url => _app.Urls.Single();

    /// <summary>What each request showed.</summary>
    public ConcurrentQueue<SeenRequest> Requests { get; } = new();

    /// <param name="target">The cluster behind the gate.</param>
    /// <param name="accepted">The tokens, or subjects of client certificates, that may pass.</param>
    public static async Task<GatedCluster> StartAsync(DevApiServer target, params string[] accepted)
    {
        ArgumentNullException.ThrowIfNull(target);
        var gate = new GatedCluster(target) { _accepted = [.. accepted] };
        await gate._app.StartAsync(TestContext.Current.CancellationToken);
        return gate;
    }

    /// <summary>Takes a certificate of another authority, for the next connections.</summary>
    public void Rotate()
    {
        Authority = Certificates.Authority("gate");
        Certificate = Certificates.Signed(Authority, "gate-server", "localhost");
    }

    /// <summary>Accepts these credentials, and no others.</summary>
    public void Accept(params string[] accepted) => _accepted = [.. accepted];

    /// <summary>Cuts all connections.</summary>
    public void Cut()
    {
        foreach (var (id, connection) in _connections)
        {
            _connections.TryRemove(id, out _);
            connection.Abort();
        }
    }

    public async ValueTask DisposeAsync()
    {
        Cut();
        await _app.DisposeAsync();
        _cluster.Dispose();
    }

    private async Task ForwardAsync(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        var authorization = request.Headers.Authorization.ToString();
        var shown = context.Connection.ClientCertificate?.Subject ?? authorization.Replace("Bearer ", "", StringComparison.Ordinal);
        Requests.Enqueue(new SeenRequest(request.Host.Value ?? "", shown, [.. request.Headers
            .Where(static header => header.Key.StartsWith("Impersonate-", StringComparison.OrdinalIgnoreCase))
            .SelectMany(static header => header.Value, static (header, value) => $"{header.Key.ToLowerInvariant()}: {value}").Order(StringComparer.Ordinal)]));
        if (!_accepted.Contains(shown))
        {
            response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        using var message = new HttpRequestMessage(new HttpMethod(request.Method), new Uri(_target.Url, request.Path + request.QueryString.Value));
        message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _target.AdminToken);
        message.Headers.TryAddWithoutValidation("Accept", request.Headers.Accept.ToArray());
        if (request.ContentType is { } type)
        {
            message.Content = new StreamContent(request.Body) { Headers = { ContentType = MediaTypeHeaderValue.Parse(type) } };
        }

        using var answer = await _cluster.SendAsync(message, context.RequestAborted);
        response.StatusCode = (int)answer.StatusCode;
        response.ContentType = answer.Content.Headers.ContentType?.ToString();
        await response.StartAsync(context.RequestAborted);
        await using var body = await answer.Content.ReadAsStreamAsync(context.RequestAborted);
        var buffer = new byte[64 * 1024];
        int count;
        while ((count = await body.ReadAsync(buffer, context.RequestAborted)) > 0)
        {
            await response.Body.WriteAsync(buffer.AsMemory(0, count), context.RequestAborted);
            await response.Body.FlushAsync(context.RequestAborted);
        }
    }
}
