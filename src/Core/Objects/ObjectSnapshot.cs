using System.Collections.Immutable;

namespace Tagalong.Core.Objects;

/// <summary>The parts of an object that the rules need, at one resource version.</summary>
public sealed record ObjectSnapshot
{
    /// <summary>Group and version: <c>apps/v1</c>.</summary>
    public required string ApiVersion { get; init; }

    /// <summary>The kind: <c>ReplicaSet</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The namespace; empty for a cluster-scoped object.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The uid; empty if it is missing.</summary>
    public string Uid { get; init; } = "";

    /// <summary>The resource version; empty if it is missing.</summary>
    public string ResourceVersion { get; init; } = "";

    /// <summary>When the object was created, or null if that is missing.</summary>
    public DateTimeOffset? CreationTimestamp { get; init; }

    /// <summary>When deletion was requested, or null.</summary>
    public DateTimeOffset? DeletionTimestamp { get; init; }

    /// <summary><c>metadata.labels</c>.</summary>
    public LabelSet Labels { get; init; } = LabelSet.Empty;

    /// <summary><c>metadata.ownerReferences</c>.</summary>
    public ImmutableArray<OwnerReference> Owners { get; init; } = [];

    /// <summary>The owner that controls the object, or null if none does. Source: apimachinery's <c>GetControllerOf</c>.</summary>
    internal OwnerReference? Controller
    {
        get
        {
            foreach (var owner in Owners)
            {
                if (owner.IsController)
                {
                    return owner;
                }
            }

            return null;
        }
    }

    /// <summary>Which field manager owns which label, or null if <c>metadata.managedFields</c> is missing.</summary>
    public ImmutableArray<ManagedLabels>? LabelManagers { get; init; }

    /// <summary>
    /// When any field last got a value, by <c>metadata.managedFields</c>, or null if those have no time. The removal of a field
    /// leaves no trace there.
    /// </summary>
    internal DateTimeOffset? LastWritten { get; init; }

    /// <summary>Whether there is a <c>spec</c>; partial object metadata has none.</summary>
    internal bool HasSpec { get; init; }

    /// <summary><c>spec.template.metadata.labels</c>; empty without a template.</summary>
    internal LabelSet PodTemplateLabels { get; init; } = LabelSet.Empty;

    /// <summary>The keys in <c>spec.selector</c>: in <c>matchLabels</c>, in <c>matchExpressions</c>, or in the selector itself.</summary>
    internal ImmutableArray<string> SelectorKeys { get; init; } = [];

    /// <summary>
    /// When labels were last written, or null if that is unknown. The same manager may have written another field at that
    /// time; entries that own parts of the status are left out.
    /// </summary>
    internal DateTimeOffset? LabelsWritten
    {
        get
        {
            DateTimeOffset? newest = null;
            foreach (var manager in LabelManagers ?? [])
            {
                newest = !manager.OwnsStatus && (newest is null || manager.Time > newest) ? manager.Time : newest;
            }

            return newest;
        }
    }

    /// <summary>The object's kind, without the version.</summary>
    public GroupKind GroupKind => GroupKind.Of(ApiVersion, Kind);

    /// <summary>The object's address.</summary>
    public ObjectReference Reference => new(ApiVersion, Kind, Namespace, Name, Uid);
}
