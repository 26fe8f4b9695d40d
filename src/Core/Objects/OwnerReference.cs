namespace Tagalong.Core.Objects;

/// <summary>One entry of <c>metadata.ownerReferences</c>.</summary>
/// <param name="ApiVersion">The owner's group and version.</param>
/// <param name="Kind">The owner's kind.</param>
/// <param name="Name">The owner's name, in the namespace of the owned object.</param>
/// <param name="Uid">The owner's uid; another object may have the same name later.</param>
/// <param name="IsController">Whether this owner manages the object; at most one does.</param>
public sealed record OwnerReference(string ApiVersion, string Kind, string Name, string Uid, bool IsController)
{
    /// <summary>The owner's kind, without the version.</summary>
    public GroupKind GroupKind => GroupKind.Of(ApiVersion, Kind);
}
