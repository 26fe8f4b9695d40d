using System.Collections.Immutable;
using Tagalong.Core.Rules;

namespace Tagalong.Core.Labels;

/// <summary>What becomes of one label key of an object, and why.</summary>
/// <param name="Key">The key as it reads, or would read, on the object.</param>
/// <param name="Verdict">What becomes of it.</param>
public sealed record LabelExplanation(string Key, LabelVerdict Verdict)
{
    /// <summary>The value that the object has, or null if it lacks the key.</summary>
    public string? Value { get; init; }

    /// <summary>The value that the sources want it to have, or null if they want none.</summary>
    public string? Wanted { get; init; }

    /// <summary>Where <see cref="Wanted"/> comes from, or else the first source that has the key; null if none has.</summary>
    public LabelSourceKind? Source { get; init; }

    /// <summary>Why the object does not get what a source has, or keeps what no source has; null where that is no question.</summary>
    public SkipReason? Reason { get; init; }

    /// <summary>What the reason leaves open: the other owner's name, the value that counts, or what is wrong; else null.</summary>
    public string? Detail { get; init; }

    /// <summary>The field managers that own the label, or null where the object does not say.</summary>
    public ImmutableArray<string>? Managers { get; init; }

    /// <summary>Every source of the rule that has the key, in order.</summary>
    public ImmutableArray<LabelOrigin> Origins { get; init; } = [];
}
