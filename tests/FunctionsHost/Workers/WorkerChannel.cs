using System.Collections.Concurrent;
using System.Threading.Channels;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Tagalong.FunctionsHost.Conversations;
using Tagalong.FunctionsHost.Messages;
using static Tagalong.FunctionsHost.Messages.StreamingMessage;

namespace Tagalong.FunctionsHost.Workers;

/// <summary>The gRPC stream of one worker.</summary>
internal sealed class WorkerChannel(Conversation conversation)
{
    private readonly Channel<StreamingMessage> _outgoing = Channel.CreateUnbounded<StreamingMessage>();
    private readonly ConcurrentDictionary<(ContentOneofCase Kind, string Id), TaskCompletionSource<StreamingMessage>> _expected = [];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the stream has ended.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Carries messages both ways until either side ends the stream.</summary>
    public async Task RunAsync(
        IAsyncStreamReader<StreamingMessage> incoming, IServerStreamWriter<StreamingMessage> outgoing, CancellationToken cancellationToken)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var writing = WriteAsync(outgoing, stopping.Token);
        try
        {
            while (await incoming.MoveNext(cancellationToken))
            {
                Receive(incoming.Current);
            }
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or Grpc.Core.RpcException)
        {
            // The worker is gone.
        }

        await stopping.CancelAsync();
        await writing;
        Fail();
    }

    /// <summary>Fails every response that is still expected: the worker is gone.</summary>
    public void Fail()
    {
        _ended.TrySetResult();
        foreach (var expected in _expected.Values)
        {
            expected.TrySetException(new FunctionsHostException("The worker ended before it responded."));
        }
    }

    /// <summary>Sends a message and returns the response to it.</summary>
    /// <param name="message">The message.</param>
    /// <param name="response">The kind of the response.</param>
    /// <param name="id">The id of the function or invocation that the response names, if it does.</param>
    public Task<StreamingMessage> RequestAsync(StreamingMessage message, ContentOneofCase response, string id = "")
    {
        var expected = new TaskCompletionSource<StreamingMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        _expected[(response, id)] = expected;
        Send(message);
        if (Ended.IsCompleted)
        {
            expected.TrySetException(new FunctionsHostException("The worker ended before the host could send to it."));
        }

        return expected.Task;
    }

    /// <summary>Asks the worker to cancel an invocation.</summary>
    public void Cancel(string invocationId) => Send(new StreamingMessage
    {
        InvocationCancel = new InvocationCancel { InvocationId = invocationId, GracePeriod = Duration.FromTimeSpan(TimeSpan.FromSeconds(5)) },
    });

    /// <summary>Asks the worker to exit.</summary>
    public void Terminate(TimeSpan gracePeriod) =>
        Send(new StreamingMessage { WorkerTerminate = new WorkerTerminate { GracePeriod = Duration.FromTimeSpan(gracePeriod) } });

    private void Send(StreamingMessage message) => _outgoing.Writer.TryWrite(message);

    private async Task WriteAsync(IServerStreamWriter<StreamingMessage> outgoing, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var message in _outgoing.Reader.ReadAllAsync(cancellationToken))
            {
                conversation.Add(MessageDirection.HostToWorker, message);
                await outgoing.WriteAsync(message, CancellationToken.None);
            }
        }
        catch (Exception error) when (error is OperationCanceledException or IOException or InvalidOperationException or Grpc.Core.RpcException)
        {
            // The stream has ended.
        }
    }

    private void Receive(StreamingMessage message)
    {
        conversation.Add(MessageDirection.WorkerToHost, message);
        var id = message.FunctionLoadResponse?.FunctionId ?? message.InvocationResponse?.InvocationId ?? "";
        if (_expected.TryRemove((message.ContentCase, id), out var expected))
        {
            expected.TrySetResult(message);
        }
    }
}
