using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;

namespace Tagalong.Core.Tests.ApiServer;

/// <summary>A server with TLS that answers everything, and notes by which name and certificate it was called.</summary>
internal sealed class TlsServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TlsServer(WebApplication app) => _app = app;

    /// <summary>Its certificate. New connections get it.</summary>
    public X509Certificate2 Certificate { get; set; } = null!;

    /// <summary>The authority of the client certificates that it accepts; null for any.</summary>
    public X509Certificate2? ClientAuthority { get; set; }

    /// <summary>What each request said: the server name of TLS, the header <c>Host</c>, the client certificate's subject, the protocol.</summary>
    public ConcurrentQueue<(string? ServerName, string Host, string? Client, string Protocol)> Requests { get; } = new();

    public string Url => _app.Urls.Single();

    public int Port => new Uri(Url).Port;

    public static async Task<TlsServer> StartAsync(X509Certificate2 certificate, CancellationToken cancellationToken)
    {
        TlsServer? server = null;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var names = new ConcurrentDictionary<string, string?>();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, endpoint => endpoint.UseHttps(new TlsHandshakeCallbackOptions
        {
            OnConnection = context =>
            {
                names[context.Connection.ConnectionId] = context.ClientHelloInfo.ServerName;
                return ValueTask.FromResult(new SslServerAuthenticationOptions
                {
                    ServerCertificate = server!.Certificate,
                    ClientCertificateRequired = true,
                    RemoteCertificateValidationCallback = (_, client, _, _) =>
                        client is null || server.ClientAuthority is not { } authority || client.Issuer == authority.Subject,
                });
            },
        })));
        var app = builder.Build();
        app.Run(context =>
        {
            server!.Requests.Enqueue((
                names.GetValueOrDefault(context.Connection.Id), context.Request.Host.Value ?? "", context.Connection.ClientCertificate?.Subject, context.Request.Protocol));
            return Task.CompletedTask;
        });
        server = new TlsServer(app) { Certificate = certificate };
        await app.StartAsync(cancellationToken);
        return server;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
