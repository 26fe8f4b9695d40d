using Tagalong.Core.Text;

namespace Tagalong.Core.Objects;

/// <summary>Where an object is.</summary>
/// <param name="ApiVersion">Group and version.</param>
/// <param name="Kind">The kind.</param>
/// <param name="Namespace">The namespace; empty for a cluster-scoped object.</param>
/// <param name="Name">The name.</param>
/// <param name="Uid">The uid; empty where nobody told: then any object of that name is meant.</param>
public sealed record ObjectReference(string ApiVersion, string Kind, string Namespace, string Name, string Uid)
{
    /// <summary>What the object is, whatever the version.</summary>
    public GroupKind GroupKind => GroupKind.Of(ApiVersion, Kind);

    /// <summary>
    /// Whether the object can be asked for: name, namespace and kind can stand in a URL path, as Kubernetes demands of every
    /// object: no <c>/</c>, no <c>%</c>, no <c>.</c> or <c>..</c>. What a stranger sends must not lead to another path.
    /// </summary>
    public bool IsAddressable => IsPathSegment(Name) && IsPathSegment(Kind) && ApiVersion.Length <= 253
        && !ControlCharacters.AreIn(ApiVersion) && (Namespace.Length == 0 || IsPathSegment(Namespace));

    /// <inheritdoc/>
    public override string ToString() =>
        Namespace.Length == 0 ? $"{GroupKind}/{Name}" : $"{GroupKind}/{Namespace}/{Name}";

    internal static bool IsPathSegment(string name) =>
        name is not ("" or "." or "..") && name.Length <= 253 && name.AsSpan().IndexOfAny("/%?#") < 0 && !ControlCharacters.AreIn(name);
}
