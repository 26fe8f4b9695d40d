using System.Collections.Immutable;
using Tagalong.FunctionsHost.Messages;

namespace Tagalong.FunctionsHost.Conversations;

/// <summary>All messages between the host and its workers so far, in order.</summary>
public sealed class Conversation
{
    private ImmutableList<ConversationMessage> _messages = [];

    public IReadOnlyList<ConversationMessage> Messages => _messages;

    /// <summary>The messages without logs, which may come at any time.</summary>
    public IEnumerable<ConversationMessage> WithoutLogs => Messages.Where(static message => message.Kind != StreamingMessage.ContentOneofCase.RpcLog);

    /// <summary>What the workers logged.</summary>
    public IEnumerable<RpcLog> Logs => Messages.Select(static message => message.Message.RpcLog).Where(static log => log is not null);

    public IEnumerable<InvocationRequest> InvocationRequests =>
        Messages.Select(static message => message.Message.InvocationRequest).Where(static request => request is not null);

    public IEnumerable<InvocationResponse> InvocationResponses =>
        Messages.Select(static message => message.Message.InvocationResponse).Where(static response => response is not null);

    /// <summary>Reads a recording, one message a line.</summary>
    public static Conversation Read(string path) =>
        new() { _messages = [.. File.ReadLines(path).Where(static line => line.Length > 0).Select(ConversationMessage.Parse)] };

    /// <summary>What the workers logged during an invocation.</summary>
    public IEnumerable<RpcLog> LogsOf(string invocationId) => Logs.Where(log => log.InvocationId == invocationId);

    internal void Add(MessageDirection direction, StreamingMessage message) =>
        ImmutableInterlocked.Update(ref _messages, static (messages, added) => messages.Add(added), new ConversationMessage(direction, message));
}
