using System.Collections.Immutable;

namespace Tagalong.Core.Objects;

/// <summary>The label keys that one field manager owns, from one entry of <c>metadata.managedFields</c>.</summary>
/// <param name="Manager">The manager's name: <c>tagalong</c>, <c>rollouts-controller</c>.</param>
/// <param name="IsApplied">Whether it owns them by server-side apply, not by create, update or another patch.</param>
/// <param name="Time">When the entry last changed, to the second, or null.</param>
/// <param name="Keys">The keys, without the prefix <c>f:</c>.</param>
public readonly record struct ManagedLabels(string Manager, bool IsApplied, DateTimeOffset? Time, ImmutableArray<string> Keys)
{
    /// <summary>Whether the entry also owns parts of the status, so that its time says little about the labels.</summary>
    public bool OwnsStatus { get; init; }
}
