using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tagalong.FunctionsHost.Conversations;

namespace Tagalong.FunctionsHost.Workers;

/// <summary>The server of the gRPC service: HTTP/2 without TLS on a port of the loopback address.</summary>
internal sealed class WorkerEndpoint : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource<WorkerChannel>> _expected = [];
    private readonly WebApplication _server;

    private WorkerEndpoint(Conversation conversation)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, static listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc(static grpc => (grpc.MaxReceiveMessageSize, grpc.MaxSendMessageSize) = (null, null));
        builder.Services.AddSingleton(this).AddSingleton(conversation).AddSingleton<FunctionRpcService>();
        _server = builder.Build();
        _server.MapGrpcService<FunctionRpcService>();
    }

    public Uri Address => new(_server.Urls.Single());

    public static async Task<WorkerEndpoint> StartAsync(Conversation conversation, CancellationToken cancellationToken)
    {
        var endpoint = new WorkerEndpoint(conversation);
        await endpoint._server.StartAsync(cancellationToken);
        return endpoint;
    }

    /// <summary>Completes when the worker has connected.</summary>
    public Task<WorkerChannel> ExpectAsync(string workerId) =>
        _expected.GetOrAdd(workerId, static _ => new TaskCompletionSource<WorkerChannel>(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public bool TryConnect(string workerId, WorkerChannel channel) => _expected.TryGetValue(workerId, out var expected) && expected.TrySetResult(channel);

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
