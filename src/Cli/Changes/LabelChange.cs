using Tagalong.Core.Labels;
using Tagalong.Core.Rules;

namespace Tagalong.Cli.Changes;

/// <summary>What a sweep does to one label of an object. A value is null where the object does not have the label.</summary>
internal sealed record LabelChange(string Key, string? Before, string? After)
{
    /// <summary>The source of the new value; null without one.</summary>
    public LabelSourceKind? From { get; init; }

    /// <summary>Why the label stays as it is; null if it changes.</summary>
    public SkippedLabel? Kept { get; init; }
}
