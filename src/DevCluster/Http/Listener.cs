using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Tagalong.DevCluster.Security;

namespace Tagalong.DevCluster.Http;

/// <summary>Kestrel on a loopback port, for as long as it is not disposed.</summary>
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

            // A watch whose client reads slowly is ended by the history, not by the clock.
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
        // Watches end at once; whatever else is under way is given no time either.
        await _stopping.CancelAsync();
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _application.StopAsync(now.Token);
        await _application.DisposeAsync();
        _stopping.Dispose();
    }
}
