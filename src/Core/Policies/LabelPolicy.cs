using System.Collections.Immutable;

namespace Tagalong.Core.Policies;

/// <summary>The rules in force, in order: of two that apply to an object, the earlier one decides.</summary>
/// <param name="Rules">The rules; at least one.</param>
public sealed record LabelPolicy(ImmutableArray<LabelRule> Rules);
