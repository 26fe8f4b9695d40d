using System.Collections.Immutable;
using Tagalong.Cli.Changes;
using Tagalong.Cli.Documents;
using Tagalong.Cli.Output;
using Tagalong.Core.Objects;

namespace Tagalong.Cli.Diffing;

/// <summary>What a sweep would do to one object: its changed and kept labels by key.</summary>
internal sealed record ObjectDifference(string Cluster, ObjectReference Object, ImmutableArray<LabelChange> Labels)
{
    /// <summary>The rule that applies.</summary>
    public string Rule { get; init; } = "";

    /// <summary>The owner that the rule matched; null if unknown.</summary>
    public OwnerReference? Owner { get; init; }

    /// <summary>Whether any label would change.</summary>
    public bool IsChanged => Labels.Any(static label => label.Kept is null);

    public DiffedObject ToDocument() => new(
        Cluster, ObjectDocument.Of(Object), Rule, Owner is null ? null : ObjectNames.Of(Owner), Labels.Select(ToDocument));

    private static DiffedLabel ToDocument(LabelChange label) => label.Kept is { } kept
        ? new DiffedKeptLabel(label.Key, "keep", label.Before, label.After, DocumentContext.NameOf(kept.Reason), kept.Detail)
        : new DiffedLabel(
            label.Key,
            label.Before is null ? "add" : label.After is null ? "remove" : "change",
            label.Before,
            label.After,
            DocumentContext.NameOf(label.From));
}
