namespace Tagalong.Core.Outcomes;

/// <summary>What an event of a relabeled object changed on its children.</summary>
/// <param name="Seen">How many children were checked.</param>
/// <param name="Labeled">How many of them were written.</param>
/// <param name="Added">How many of their labels are new.</param>
/// <param name="Changed">How many of their labels have a new value.</param>
/// <param name="Removed">How many of their labels were removed.</param>
public readonly record struct ChildCounts(int Seen, int Labeled, int Added, int Changed, int Removed)
{
    internal ChildCounts With(Outcome child) => new(
        Seen + 1,
        Labeled + (child.Kind == OutcomeKind.Labeled ? 1 : 0),
        Added + child.Added.Count,
        Changed + child.Changed.Count,
        Removed + child.Removed.Length);
}
