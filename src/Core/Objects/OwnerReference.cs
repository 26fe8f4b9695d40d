namespace Tagalong.Core.Objects;

/// <summary>One entry of <c>metadata.ownerReferences</c>.</summary>
/// <param name="ApiVersion">The owner's group and version.</param>
/// <param name="Kind">The owner's kind.</param>
/// <param name="Name">The owner's name, in the namespace of the owned object.</param>
/// <param name="Uid">The owner's uid: the name alone may belong to a later object.</param>
/// <param name="IsController">Whether this owner is the one that manages the object; one at most is.</param>
public sealed record OwnerReference(string ApiVersion, string Kind, string Name, string Uid, bool IsController)
{
    /// <summary>What the owner is, whatever the version.</summary>
    public GroupKind GroupKind => GroupKind.Of(ApiVersion, Kind);
}
