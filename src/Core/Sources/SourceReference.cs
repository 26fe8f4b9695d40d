using Tagalong.Core.Objects;

namespace Tagalong.Core.Sources;

/// <summary>An object that labels are read from.</summary>
/// <param name="Type">Its kind.</param>
/// <param name="Namespace">Its namespace; empty for a cluster-scoped object.</param>
/// <param name="Name">Its name.</param>
/// <param name="Uid">The uid that it must have; null where any object of the name is meant.</param>
internal readonly record struct SourceReference(ResourceType Type, string Namespace, string Name, string? Uid)
{
    public bool IsTo(ObjectSnapshot found) => Uid is null || Uid == found.Uid;
}
