using System.Text.Json.Serialization;

namespace Tagalong.Cli.Documents;

/// <summary>The result of <c>policy test</c>.</summary>
internal sealed record ExplanationsDocument(IEnumerable<ExplanationDocument> Objects);

/// <summary>The result of <c>explain</c>.</summary>
internal sealed record ExplanationDocument(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Cluster,
    ExplainedObject Object,
    string Reason,
    string? Detail,
    bool NeedsWrite,
    ExplainedRule? Rule,
    IEnumerable<ExplainedLabel> Labels,
    IEnumerable<ExplainedOwner> Owners,
    IEnumerable<string> GivesTo,
    IEnumerable<string> Unknown);

internal sealed record ExplainedObject(string ApiVersion, string Kind, string Namespace, string Name, string Uid);

internal sealed record ExplainedRule(string Name, string Origin);

internal sealed record ExplainedLabel(
    string Key,
    string Verdict,
    string? Value,
    string? Wanted,
    string? From,
    string? Reason,
    string? Detail,
    string Why,
    IEnumerable<string>? Managers,
    IEnumerable<ExplainedSource> Sources);

internal sealed record ExplainedSource(string From, string Key, string Value, string? Skipped);

internal sealed record ExplainedOwner(
    string ApiVersion, string Kind, string Namespace, string Name, string Uid, string? Fault, IReadOnlyDictionary<string, string>? Labels);
