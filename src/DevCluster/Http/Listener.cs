using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Tagalong.DevCluster.Requests;
using Tagalong.DevCluster.Security;

namespace Tagalong.DevCluster.Http;

/// <summary>Kestrel on a loopback port, until it is disposed.</summary>
internal sealed class Listener : IAsyncDisposable
{
    private const int StreamsPerConnection = 250;

    private readonly WebApplication _application;
    private readonly CancellationTokenSource _stopping;

    private Listener(WebApplication application, CancellationTokenSource stopping) => (_application, _stopping) = (application, stopping);

    public int Port => new Uri(_application.Urls.First()).Port;

    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<Listener> StartAsync(int port, ServerCertificates certificates, RequestPipeline pipeline, CancellationToken cancellationToken)
    {
        var stopping = new CancellationTokenSource();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = RequestBody.Limit;
            kestrel.Limits.Http2.MaxStreamsPerConnection = StreamsPerConnection;

            // The history, not the clock, ends a watch whose client reads slowly.
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Listen(IPAddress.Loopback, port, endpoint =>
            {
                endpoint.Protocols = HttpProtocols.Http1AndHttp2;
                endpoint.UseHttps(https =>
                {
                    https.ServerCertificate = certificates.Server;
                    https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
                    https.ClientCertificateValidation = (certificate, _, _) => certificates.IsUser(certificate);
                });
            });
        });
        var application = builder.Build();
        var token = stopping.Token;
        application.Run(context => pipeline.ServeAsync(context, token));
        try
        {
            await application.StartAsync(cancellationToken);
            return new Listener(application, stopping);
        }
        catch
        {
            await application.DisposeAsync();
            stopping.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        // Watches end at once, and other requests are cut.
        await _stopping.CancelAsync();
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _application.StopAsync(now.Token);
        await _application.DisposeAsync();
        _stopping.Dispose();
    }
}
