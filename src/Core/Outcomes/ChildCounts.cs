namespace Tagalong.Core.Outcomes;

/// <summary>What an event of a relabelled object came to for its children.</summary>
/// <param name="Seen">How many children were looked at.</param>
/// <param name="Labeled">How many of them got other labels.</param>
/// <param name="Added">How many labels they got that they had not.</param>
/// <param name="Changed">How many of their labels have a new value.</param>
/// <param name="Removed">How many labels were taken from them.</param>
public readonly record struct ChildCounts(int Seen, int Labeled, int Added, int Changed, int Removed)
{
    internal ChildCounts With(Outcome child) => new(
        Seen + 1,
        Labeled + (child.Kind == OutcomeKind.Labeled ? 1 : 0),
        Added + child.Added.Count,
        Changed + child.Changed.Count,
        Removed + child.Removed.Length);
}
