using Tagalong.FunctionsHost.App;
using Tagalong.FunctionsHost.Conversations;
using Tagalong.FunctionsHost.Messages;

namespace Tagalong.Functions.Tests.Recordings;

/// <summary>A conversation of the real host (4.1037) with an isolated worker, under <c>Fixtures/azure-functions-host</c>.</summary>
internal sealed class Recording
{
    private Recording(Conversation conversation) => Conversation = conversation;

    public static Recording Handshake => Named("handshake");

    public static Recording Invocations => Named("invocations");

    public static Recording Retries => Named("retries");

    public Conversation Conversation { get; }

    /// <summary>The functions as the double reads them from the worker's response.</summary>
    public IReadOnlyDictionary<string, FunctionDefinition> Functions => Conversation.Messages
        .Select(static message => message.Message.FunctionMetadataResponse)
        .First(static response => response is not null)
        .FunctionMetadataResults.Select(static metadata => new FunctionDefinition(metadata, new AppSettings([])))
        .ToDictionary(static function => function.Name, StringComparer.Ordinal);

    public FunctionDefinition Function(string id) => Functions.Values.Single(function => function.Id == id);

    /// <summary>The invocations of a function, in order.</summary>
    public IReadOnlyList<InvocationRequest> RequestsOf(string function) =>
        [.. Conversation.InvocationRequests.Where(request => Function(request.FunctionId).Name == function)];

    private static Recording Named(string name) =>
        new(Conversation.Read(Path.Combine(AppContext.BaseDirectory, "Fixtures", "azure-functions-host", name + ".txt")));
}
