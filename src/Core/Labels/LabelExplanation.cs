using System.Collections.Immutable;
using Tagalong.Core.Rules;

namespace Tagalong.Core.Labels;

/// <summary>What the plan does with one label key of an object, and why.</summary>
/// <param name="Key">The key on the object, after renaming.</param>
/// <param name="Verdict">The result.</param>
public sealed record LabelExplanation(string Key, LabelVerdict Verdict)
{
    /// <summary>The object's value, or null if it does not have the key.</summary>
    public string? Value { get; init; }

    /// <summary>The sources' value, or null if they have none for the object.</summary>
    public string? Wanted { get; init; }

    /// <summary>The source of <see cref="Wanted"/>, or else the first source that has the key; null if none has it.</summary>
    public LabelSourceKind? Source { get; init; }

    /// <summary>Why the object does not get a source's value, or keeps a label that no source has; null in other cases.</summary>
    public SkipReason? Reason { get; init; }

    /// <summary>Details of the reason: the other owner's name, the value that was taken instead, or the syntax error; else null.</summary>
    public string? Detail { get; init; }

    /// <summary>The field managers that own the label, or null if the object does not show them.</summary>
    public ImmutableArray<string>? Managers { get; init; }

    /// <summary>Every source of the rule that has the key, in order.</summary>
    public ImmutableArray<LabelOrigin> Origins { get; init; } = [];
}
