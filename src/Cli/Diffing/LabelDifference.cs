using Tagalong.Core.Labels;
using Tagalong.Core.Rules;

namespace Tagalong.Cli.Diffing;

/// <summary>What a sweep would do about one label of an object.</summary>
/// <param name="Key">The key.</param>
/// <param name="Before">The value it has; null where it has none.</param>
/// <param name="After">The value it would have; null where it would have none.</param>
internal sealed record LabelDifference(string Key, string? Before, string? After)
{
    /// <summary>Where the value would come from; null where none would.</summary>
    public LabelSourceKind? From { get; init; }

    /// <summary>Why the label would stay as it is; null where it would not.</summary>
    public SkippedLabel? Kept { get; init; }
}
