using System.Collections.Immutable;
using Tagalong.Core.Objects;

namespace Tagalong.Core.Rules;

/// <summary>One source of a rule.</summary>
/// <param name="Kind">Where the labels come from.</param>
public sealed record LabelSource(LabelSourceKind Kind)
{
    /// <summary>The keys to copy, for <see cref="LabelSourceKind.Namespace"/>; empty for every other kind.</summary>
    public ImmutableArray<string> Keys { get; init; } = [];

    /// <summary>The labels, for <see cref="LabelSourceKind.Static"/>; empty for every other kind.</summary>
    public LabelSet Values { get; init; } = LabelSet.Empty;
}
