using Tagalong.Core.Text;

namespace Tagalong.Core.Objects;

/// <summary>The address of an object.</summary>
/// <param name="ApiVersion">Group and version.</param>
/// <param name="Kind">The kind.</param>
/// <param name="Namespace">The namespace; empty for a cluster-scoped object.</param>
/// <param name="Name">The name.</param>
/// <param name="Uid">The uid; empty if it is unknown, for any object of that name.</param>
public sealed record ObjectReference(string ApiVersion, string Kind, string Namespace, string Name, string Uid)
{
    /// <summary>The object's kind, without the version.</summary>
    public GroupKind GroupKind => GroupKind.Of(ApiVersion, Kind);

    /// <summary>
    /// Whether name, namespace and kind are valid in a URL path, as they are for every Kubernetes object: no <c>/</c> or
    /// <c>%</c>, and neither <c>.</c> nor <c>..</c>. Thus an event of an unknown sender cannot lead to another path.
    /// </summary>
    public bool IsAddressable => IsPathSegment(Name) && IsPathSegment(Kind) && ApiVersion.Length <= 253
        && !ControlCharacters.AreIn(ApiVersion) && (Namespace.Length == 0 || IsPathSegment(Namespace));

    /// <inheritdoc/>
    public override string ToString() =>
        Namespace.Length == 0 ? $"{GroupKind}/{Name}" : $"{GroupKind}/{Namespace}/{Name}";

    internal static bool IsPathSegment(string name) =>
        name is not ("" or "." or "..") && name.Length <= 253 && name.AsSpan().IndexOfAny("/%?#") < 0 && !ControlCharacters.AreIn(name);
}
