using Tagalong.Core.Policies;

namespace Tagalong.Core.Labels;

/// <summary>A label that a rule's sources have for a target, and where it comes from.</summary>
/// <param name="Label">The label as it would read on the target.</param>
/// <param name="Source">The kind of source; of several that have the key, the first.</param>
/// <param name="SourceKey">The key as it reads in the source.</param>
public readonly record struct LabelOrigin(Label Label, LabelSourceKind Source, string SourceKey);
