using System.Collections.Immutable;

namespace Tagalong.Core.Objects;

/// <summary>What the rules need to know of an object, as it stood at one resource version.</summary>
public sealed record ObjectSnapshot
{
    /// <summary>Group and version the object was shown in: <c>apps/v1</c>.</summary>
    public required string ApiVersion { get; init; }

    /// <summary>The kind: <c>ReplicaSet</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The namespace; empty for a cluster-scoped object.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The uid; empty where the sender left it out.</summary>
    public string Uid { get; init; } = "";

    /// <summary>The resource version, as text; empty where the sender left it out.</summary>
    public string ResourceVersion { get; init; } = "";

    /// <summary>When the object was made, or null where the sender left it out.</summary>
    public DateTimeOffset? CreationTimestamp { get; init; }

    /// <summary>When the object was told to go, or null if it was not.</summary>
    public DateTimeOffset? DeletionTimestamp { get; init; }

    /// <summary><c>metadata.labels</c>.</summary>
    public LabelSet Labels { get; init; } = LabelSet.Empty;

    /// <summary><c>metadata.ownerReferences</c>.</summary>
    public ImmutableArray<OwnerReference> Owners { get; init; } = [];

    /// <summary>The owner that controls the object, or null if none does. Source: apimachinery's <c>GetControllerOf</c>.</summary>
    public OwnerReference? Controller
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

    /// <summary>
    /// Who owns which label, or null where <c>metadata.managedFields</c> is missing, so that nobody can tell.
    /// </summary>
    public ImmutableArray<ManagedLabels>? LabelManagers { get; init; }

    /// <summary>
    /// When any field last got a value, by <c>metadata.managedFields</c>, or null where that does not say. To take a field
    /// away leaves no trace there.
    /// </summary>
    public DateTimeOffset? LastWritten { get; init; }

    /// <summary>Whether there was a <c>spec</c>; an object shown as metadata has none.</summary>
    public bool HasSpec { get; init; }

    /// <summary><c>spec.template.metadata.labels</c>; empty where there is no template.</summary>
    public LabelSet PodTemplateLabels { get; init; } = LabelSet.Empty;

    /// <summary>The keys of <c>spec.selector</c>, by <c>matchLabels</c> or <c>matchExpressions</c>.</summary>
    public ImmutableArray<string> SelectorKeys { get; init; } = [];

    /// <summary>
    /// When labels were last written, or null where nobody can tell. It may have been something else that was written by the
    /// same manager in the same way; the status does not count.
    /// </summary>
    public DateTimeOffset? LabelsWritten
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

    /// <summary>What the object is, whatever the version.</summary>
    public GroupKind GroupKind => GroupKind.Of(ApiVersion, Kind);

    /// <summary>Where the object is.</summary>
    public ObjectReference Reference => new(ApiVersion, Kind, Namespace, Name, Uid);
}
