using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Tagalong.Cli.Tests.Connecting;

/// <summary>An API server without TLS and without objects, such as <c>kubectl proxy</c> is.</summary>
internal sealed class PlainServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _requests;

    private PlainServer()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Run(context =>
        {
            Interlocked.Increment(ref _requests);
            context.Response.ContentType = "application/json";
            return context.Response.WriteAsync(
                """{"kind":"List","apiVersion":"v1","metadata":{"resourceVersion":"1"},"items":[]}""", context.RequestAborted);
        });
    }

    public string Url => _app.Urls.Single();

    public int Requests => _requests;

    public static async Task<PlainServer> StartAsync()
    {
        var server = new PlainServer();
        await server._app.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
