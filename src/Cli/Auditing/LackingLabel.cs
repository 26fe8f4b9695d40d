using Tagalong.Core.Objects;
using Tagalong.Core.Rules;

namespace Tagalong.Cli.Auditing;

/// <summary>A required label that an object lacks.</summary>
/// <param name="Cluster">The object's cluster.</param>
/// <param name="Object">The object.</param>
/// <param name="Key">The label's key.</param>
/// <param name="Reason">Why Tagalong would not supply it, in a word for programs; <c>supplied</c> where it would.</param>
/// <param name="Text">The same for people.</param>
internal sealed record LackingLabel(string Cluster, ObjectReference Object, string Key, string Reason, string Text)
{
    /// <summary>The reason of those that Tagalong would supply.</summary>
    public const string Supplied = "supplied";

    /// <summary>Whether Tagalong would supply it.</summary>
    public bool IsSupplied => Reason == Supplied;

    /// <summary>Where from; null where it would not.</summary>
    public LabelSourceKind? From { get; init; }

    /// <summary>With which value; null where it would not.</summary>
    public string? Value { get; init; }

    /// <summary>The rule that decides; null where none does.</summary>
    public string? Rule { get; init; }
}
