using System.Collections.Immutable;
using Tagalong.Core.Objects;

namespace Tagalong.Cli.Diffing;

/// <summary>What a sweep would do about one object.</summary>
/// <param name="Cluster">Its cluster.</param>
/// <param name="Object">The object.</param>
/// <param name="Labels">Its labels by their keys: those that would be others, and those that are kept.</param>
internal sealed record ObjectDifference(string Cluster, ObjectReference Object, ImmutableArray<LabelDifference> Labels)
{
    /// <summary>The rule that decides.</summary>
    public string Rule { get; init; } = "";

    /// <summary>The owner that it decides by; null where it was not to be had.</summary>
    public OwnerReference? Owner { get; init; }

    /// <summary>Whether any label would be another.</summary>
    public bool IsChanged => Labels.Any(static label => label.Kept is null);
}
