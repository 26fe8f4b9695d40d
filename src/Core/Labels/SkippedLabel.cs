using Tagalong.Core.Rules;

namespace Tagalong.Core.Labels;

/// <summary>A label that a source has and the target does not get.</summary>
/// <param name="Key">The key, as it would read on the target.</param>
/// <param name="Reason">Why not.</param>
/// <param name="Detail">What the reason leaves open: the other owner's name, the value that counts, or what is wrong; else null.</param>
public readonly record struct SkippedLabel(string Key, SkipReason Reason, string? Detail = null)
{
    /// <inheritdoc/>
    public override string ToString() => Detail is null ? $"{Key} ({Reason})" : $"{Key} ({Reason}: {Detail})";
}
