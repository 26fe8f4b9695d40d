using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;

namespace Tagalong.Testing.Recording;

/// <summary>An API server without objects that records how it is called. It asks for a client certificate, and requires none.</summary>
/// <remarks>A token that contains <c>revoked</c> is rejected with 401.</remarks>
public sealed class RecordingApiServer : IAsyncDisposable
{
    private const string Certificates = "certificates";
    private const string EmptyList = """{"kind":"List","apiVersion":"v1","metadata":{"resourceVersion":"1"},"items":[]}""";

    private readonly WebApplication _app;
    private readonly ConcurrentQueue<ReceivedCall> _calls = new();

    private RecordingApiServer(IPAddress address, X509Certificate2? certificate)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(address, 0, listen => Configure(listen, certificate)));
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    public int Port { get; private set; }

    /// <summary>The requests since the last call of <see cref="Clear"/>.</summary>
    public IReadOnlyList<ReceivedCall> Calls => [.. _calls];

    /// <param name="address">The address to listen at, with any free port.</param>
    /// <param name="certificate">The server's certificate with its key; null for HTTP without TLS.</param>
    public static async Task<RecordingApiServer> StartAsync(IPAddress address, X509Certificate2? certificate)
    {
        var server = new RecordingApiServer(address, certificate);
        await server._app.StartAsync();
        server.Port = new Uri(server._app.Urls.Single()).Port;
        return server;
    }

    public void Clear() => _calls.Clear();

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private static void Configure(ListenOptions listen, X509Certificate2? certificate)
    {
        if (certificate is null)
        {
            listen.Protocols = HttpProtocols.Http1;
            return;
        }

        listen.UseHttps(new TlsHandshakeCallbackOptions
        {
            OnConnection = context => ValueTask.FromResult(new SslServerAuthenticationOptions
            {
                ServerCertificate = certificate,
                ClientCertificateRequired = true,

                // In a resumed session, the client does not send its certificates again.
                AllowTlsResume = false,
                ApplicationProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11],

                // Any certificate is accepted, and recorded with those that the client sent with it.
                RemoteCertificateValidationCallback = (_, own, chain, _) => Record(context.Connection, own, chain),
            }),
        });
    }

    private static bool Record(ConnectionContext connection, X509Certificate? own, X509Chain? chain)
    {
        if (own is not null)
        {
            connection.Items[Certificates] = (own.Subject, chain?.ChainPolicy.ExtraStore.Count(sent => !sent.Equals(own)) ?? 0);
        }

        return true;
    }

    private async Task AnswerAsync(HttpContext context)
    {
        object? recorded = null;
        context.Features.Get<IConnectionItemsFeature>()?.Items.TryGetValue(Certificates, out recorded);
        var (subject, intermediates) = recorded is (string own, int others) ? (own, others) : default((string?, int));
        _calls.Enqueue(new ReceivedCall(
            context.Request.Path.Value!,
            context.Request.Host.Value!,
            [.. context.Request.Headers.SelectMany(header => header.Value.Select(value => KeyValuePair.Create(header.Key, value ?? "")))],
            context.Features.Get<ITlsHandshakeFeature>()?.HostName is { Length: > 0 } name ? name : null,
            subject,
            intermediates,
            context.Connection.RemotePort));

        if (context.Request.Headers.Authorization.ToString().Contains("revoked", StringComparison.Ordinal))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(EmptyList, context.RequestAborted);
    }
}
