using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tagalong.FunctionsHost.App;
using Tagalong.FunctionsHost.Invocations;
using Tagalong.FunctionsHost.Workers;
using Yarp.ReverseProxy.Forwarder;

namespace Tagalong.FunctionsHost.Http;

/// <summary>The host's own HTTP server, which clients and Event Grid send to.</summary>
internal sealed class HttpFront : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly HttpMessageInvoker _client;

    private HttpFront(
        WorkerSupervisor workers,
        Invoker invoker,
        IReadOnlyDictionary<string, FunctionDefinition> functions,
        string routePrefix,
        string functionKey)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, static listen => listen.Protocols = HttpProtocols.Http1));
        builder.Services.AddHttpForwarder();
        _server = builder.Build();
        _client = new HttpMessageInvoker(new ConnectionRetries(new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
        }));
        Invocation = new HttpInvocation(_server.Services.GetRequiredService<IHttpForwarder>(), _client, workers, invoker, functionKey);
        EventGrid = new EventGridWebhook(Invocation, invoker, functions.GetValueOrDefault);
        _server.Map(EventGridWebhook.Path, EventGrid.HandleAsync);
        foreach (var function in functions.Values.Where(static function => function.Trigger.Type == "httpTrigger"))
        {
            _server.Map($"{routePrefix}/{function.Trigger["route"] ?? function.Name}", context => Invocation.HandleAsync(context, function));
        }
    }

    public Uri Address => new(_server.Urls.Single());

    public HttpInvocation Invocation { get; }

    public EventGridWebhook EventGrid { get; }

    public static async Task<HttpFront> StartAsync(
        WorkerSupervisor workers,
        Invoker invoker,
        IReadOnlyDictionary<string, FunctionDefinition> functions,
        string routePrefix,
        string functionKey,
        CancellationToken cancellationToken)
    {
        var front = new HttpFront(workers, invoker, functions, routePrefix, functionKey);
        await front._server.StartAsync(cancellationToken);
        return front;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _client.Dispose();
    }
}
