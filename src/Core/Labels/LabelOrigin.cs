using Tagalong.Core.Objects;
using Tagalong.Core.Rules;

namespace Tagalong.Core.Labels;

/// <summary>A label of one of a rule's sources, and whether the target gets it.</summary>
/// <param name="Label">The label as it is on the target, after renaming.</param>
/// <param name="Source">The kind of source.</param>
/// <param name="SourceKey">The key in the source.</param>
public readonly record struct LabelOrigin(Label Label, LabelSourceKind Source, string SourceKey)
{
    /// <summary>Why the target does not get it from here; null if it does.</summary>
    public SkipReason? Skipped { get; init; }

    /// <summary>Details of the reason: the value that was taken instead, or the syntax error; else null.</summary>
    public string? Detail { get; init; }
}
