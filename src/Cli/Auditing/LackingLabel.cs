using Tagalong.Cli.Documents;
using Tagalong.Core.Objects;
using Tagalong.Core.Rules;

namespace Tagalong.Cli.Auditing;

/// <summary>A required label that an object lacks, with the reason for programs and as a text for people.</summary>
internal sealed record LackingLabel(string Cluster, ObjectReference Object, string Key, string Reason, string Text)
{
    /// <summary>The reason of a label that a sweep would add.</summary>
    public const string Supplied = "supplied";

    /// <summary>Whether a sweep would add it.</summary>
    public bool IsSupplied => Reason == Supplied;

    /// <summary>The source that has it; null if a sweep would not add it.</summary>
    public LabelSourceKind? From { get; init; }

    /// <summary>The value that a sweep would write; null if it would not add it.</summary>
    public string? Value { get; init; }

    /// <summary>The rule that applies to the object; null without one.</summary>
    public string? Rule { get; init; }

    public AuditedLabel ToDocument() =>
        new(Cluster, ObjectDocument.Of(Object), Key, IsSupplied, Reason, Text, DocumentContext.NameOf(From), Value, Rule);
}
