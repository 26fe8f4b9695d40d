using Grpc.Core;
using Tagalong.FunctionsHost.Conversations;
using Tagalong.FunctionsHost.Messages;

namespace Tagalong.FunctionsHost.Workers;

/// <summary>The gRPC service that workers connect to. The first message says which worker it is.</summary>
internal sealed class FunctionRpcService(WorkerEndpoint endpoint, Conversation conversation) : FunctionRpc.FunctionRpcBase
{
    public override async Task EventStream(
        IAsyncStreamReader<StreamingMessage> requestStream, IServerStreamWriter<StreamingMessage> responseStream, ServerCallContext context)
    {
        if (!await requestStream.MoveNext(context.CancellationToken) || requestStream.Current.StartStream is not { } start)
        {
            throw new Grpc.Core.RpcException(new Status(StatusCode.InvalidArgument, "The first message of a stream must be StartStream."));
        }

        conversation.Add(MessageDirection.WorkerToHost, requestStream.Current);
        var channel = new WorkerChannel(conversation);
        if (!endpoint.TryConnect(start.WorkerId, channel))
        {
            throw new Grpc.Core.RpcException(new Status(StatusCode.InvalidArgument, $"The host did not start the worker '{start.WorkerId}'."));
        }

        await channel.RunAsync(requestStream, responseStream, context.CancellationToken);
    }
}
