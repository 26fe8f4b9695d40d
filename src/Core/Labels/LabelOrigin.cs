using Tagalong.Core.Objects;
using Tagalong.Core.Rules;

namespace Tagalong.Core.Labels;

/// <summary>A label that one of a rule's sources has, and what becomes of it.</summary>
/// <param name="Label">The label as it would read on the target.</param>
/// <param name="Source">The kind of source.</param>
/// <param name="SourceKey">The key as it reads in the source.</param>
public readonly record struct LabelOrigin(Label Label, LabelSourceKind Source, string SourceKey)
{
    /// <summary>Why it does not count; null if it is the one that counts of those that have the key.</summary>
    public SkipReason? Skipped { get; init; }

    /// <summary>What the reason leaves open: the value that counts, or what is wrong; else null.</summary>
    public string? Detail { get; init; }
}
