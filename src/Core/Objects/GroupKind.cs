using Tagalong.Core.Interning;

namespace Tagalong.Core.Objects;

/// <summary>A kind of object, without a version.</summary>
/// <param name="Group">The API group, without a version; empty for the core group.</param>
/// <param name="Kind">The kind: <c>ReplicaSet</c>.</param>
public readonly record struct GroupKind(string Group, string Kind)
{
    /// <summary>The kind from the two fields that every object has.</summary>
    public static GroupKind Of(string apiVersion, string kind)
    {
        ArgumentNullException.ThrowIfNull(apiVersion);
        var slash = apiVersion.IndexOf('/');
        return new GroupKind(slash < 0 ? "" : StringPool.GetString(apiVersion.AsSpan(0, slash)), kind);
    }

    /// <summary>As the API server writes it: <c>ReplicaSet.apps</c>, or <c>Namespace</c> for the core group.</summary>
    public override string ToString() => Group.Length == 0 ? Kind : $"{Kind}.{Group}";
}
