using Google.Protobuf;
using Tagalong.FunctionsHost.Messages;

namespace Tagalong.FunctionsHost.Conversations;

/// <summary>One message between host and worker, in either direction.</summary>
public sealed record ConversationMessage(MessageDirection Direction, StreamingMessage Message)
{
    private const string ToWorker = "H->W";
    private const string ToHost = "W->H";
    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    public StreamingMessage.ContentOneofCase Kind => Message.ContentCase;

    /// <summary>Reads a line of a recording: <c>20:45:33.570 W-&gt;H { "startStream": … }</c>.</summary>
    public static ConversationMessage Parse(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        var parts = line.Split(' ', 3);
        return new ConversationMessage(
            parts[1] == ToWorker ? MessageDirection.HostToWorker : MessageDirection.WorkerToHost,
            Parser.Parse<StreamingMessage>(parts[2]));
    }

    /// <summary>The direction and the message as JSON.</summary>
    public override string ToString() => $"{(Direction == MessageDirection.HostToWorker ? ToWorker : ToHost)} {Message}";
}
