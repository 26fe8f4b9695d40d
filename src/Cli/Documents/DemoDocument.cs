using System.Text.Json.Serialization;

namespace Tagalong.Cli.Documents;

/// <summary>The result of <c>demo</c>; <c>kept</c> only with <c>--keep</c>.</summary>
internal sealed record DemoDocument(
    bool AsExpected,
    IEnumerable<string> Faults,
    IEnumerable<DemoLabel> Labels,
    DemoEvents Events,
    DemoCalls Calls,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DemoAddress? Kept);

internal sealed record DemoLabel(
    string Object, string Key, string? Before, string? After, string? Expected, string Reason, string? Owner, bool AsExpected);

/// <summary>Writes to objects by the release and the function, events that the relay sent, and events by outcome.</summary>
internal sealed record DemoEvents(int Changes, int Sent, IReadOnlyDictionary<string, int> Outcomes);

/// <summary>The function's calls to the API server.</summary>
internal sealed record DemoCalls(int Reads, int Writes);

internal sealed record DemoAddress(string Kubeconfig, string Url);
