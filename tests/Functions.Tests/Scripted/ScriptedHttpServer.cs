using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Tagalong.Testing;

namespace Tagalong.Functions.Tests.Scripted;

/// <summary>The HTTP server of a worker: 201 with the body of the request, or 200 without a body for a path that ends with <c>empty</c>.</summary>
internal sealed class ScriptedHttpServer : IAsyncDisposable
{
    private readonly WebApplication _server;

    private ScriptedHttpServer(int port)
    {
        Address = $"http://127.0.0.1:{port}/";
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        _server = builder.Build();
        _server.MapFallback("{*path}", RespondAsync);
    }

    public string Address { get; }

    public ConcurrentQueue<(string PathAndQuery, IReadOnlyDictionary<string, string> Headers)> Requests { get; } = [];

    /// <summary>A server with a port that does not listen yet.</summary>
    public static ScriptedHttpServer Create() => new(LoopbackPorts.Free(1)[0]);

    public Task StartAsync() => _server.StartAsync(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task RespondAsync(HttpContext context)
    {
        var headers = context.Request.Headers
            .ToDictionary(static header => header.Key, static header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        Requests.Enqueue(($"{context.Request.Path}{context.Request.QueryString}", headers));
        if (context.Request.Path.Value!.EndsWith("empty", StringComparison.Ordinal))
        {
            return;
        }

        using var reader = new StreamReader(context.Request.Body);
        context.Response.StatusCode = StatusCodes.Status201Created;
        await context.Response.WriteAsync("echoed " + await reader.ReadToEndAsync(context.RequestAborted));
    }
}
