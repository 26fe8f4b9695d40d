using System.Collections.Concurrent;
using System.Threading.Channels;
using Grpc.Core;
using Tagalong.FunctionsHost.Messages;
using static Tagalong.FunctionsHost.Messages.StreamingMessage;

namespace Tagalong.Functions.Tests.Scripted;

/// <summary>Responds to the host's messages on one stream.</summary>
internal sealed class ScriptedStream(
    IClientStreamWriter<StreamingMessage> outgoing,
    IReadOnlyList<RpcFunctionMetadata> functions,
    Func<InvocationRequest, CancellationToken, Task<InvocationResponse>> invoke,
    string? httpUri)
{
    private readonly Channel<StreamingMessage> _outgoing = Channel.CreateUnbounded<StreamingMessage>();
    private readonly ConcurrentDictionary<string, CancellationTokenSource> _running = [];

    /// <summary>Sends until the token is cancelled or the host stops.</summary>
    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var message in _outgoing.Reader.ReadAllAsync(cancellationToken))
            {
                await outgoing.WriteAsync(message, cancellationToken);
            }
        }
        catch (Exception error) when (error is Grpc.Core.RpcException or InvalidOperationException or OperationCanceledException)
        {
            // The host has stopped.
        }
    }

    public void Send(StreamingMessage message) => _outgoing.Writer.TryWrite(message);

    public void Handle(StreamingMessage message)
    {
        var success = new StatusResult { Status = StatusResult.Types.Status.Success };
        switch (message.ContentCase)
        {
            case ContentOneofCase.WorkerInitRequest:
                var init = new WorkerInitResponse { Result = success };
                init.Capabilities.Add("HttpUri", httpUri ?? "");
                Send(new StreamingMessage { WorkerInitResponse = init });
                break;
            case ContentOneofCase.FunctionsMetadataRequest:
                var metadata = new FunctionMetadataResponse { Result = success, FunctionMetadataResults = { functions } };
                Send(new StreamingMessage { FunctionMetadataResponse = metadata });
                break;
            case ContentOneofCase.FunctionLoadRequest:
                var loaded = new FunctionLoadResponse { FunctionId = message.FunctionLoadRequest.FunctionId, Result = success };
                Send(new StreamingMessage { FunctionLoadResponse = loaded });
                break;
            case ContentOneofCase.InvocationRequest:
                _ = InvokeAsync(message.InvocationRequest);
                break;
            case ContentOneofCase.InvocationCancel:
                _running[message.InvocationCancel.InvocationId].Cancel();
                break;
        }
    }

    private async Task InvokeAsync(InvocationRequest request)
    {
        using var cancelling = new CancellationTokenSource();
        _running[request.InvocationId] = cancelling;
        var response = await invoke(request, cancelling.Token);
        response.InvocationId = request.InvocationId;
        Send(new StreamingMessage { InvocationResponse = response });
    }
}
