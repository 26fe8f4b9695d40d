using Tagalong.Core.Labels;
using Tagalong.Core.Policies;

namespace Tagalong.Cli.Changes;

/// <summary>What a sweep does to one label of an object.</summary>
/// <param name="Key">The key.</param>
/// <param name="Before">The value before; null if the object did not have the label.</param>
/// <param name="After">The value after; null if the object does not have the label any more.</param>
internal sealed record LabelChange(string Key, string? Before, string? After)
{
    /// <summary>The source of the new value; null without one.</summary>
    public LabelSourceKind? From { get; init; }

    /// <summary>Why the label stays as it is; null if it changes.</summary>
    public SkippedLabel? Kept { get; init; }
}
