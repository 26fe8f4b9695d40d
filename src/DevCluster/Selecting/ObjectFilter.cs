using Tagalong.DevCluster.Storage;

namespace Tagalong.DevCluster.Selecting;

/// <summary>Selects the objects of a list, a watch or a collection delete.</summary>
/// <param name="Namespace">Null for all namespaces.</param>
internal sealed record ObjectFilter(string? Namespace, LabelSelector Labels, FieldSelector Fields)
{
    public bool HasSelectors => !Labels.IsEmpty || !Fields.IsEmpty;

    public bool Matches(StoredObject stored) =>
        (Namespace is null || Namespace == stored.Namespace) && Labels.Matches(stored.Labels) && Fields.Matches(stored);
}
