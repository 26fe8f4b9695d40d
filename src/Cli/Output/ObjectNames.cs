using Tagalong.Core.Objects;

namespace Tagalong.Cli.Output;

/// <summary>The names and the order of objects in every listing.</summary>
internal static class ObjectNames
{
    /// <summary>Kind and name: <c>ReplicaSet.apps/web-1</c>.</summary>
    public static string Of(ObjectReference reference) => $"{reference.GroupKind}/{reference.Name}";

    /// <summary>An owner: <c>Rollout/web</c>.</summary>
    public static string Of(OwnerReference owner) => $"{owner.Kind}/{owner.Name}";

    /// <summary>Sorts by cluster, namespace, kind and name.</summary>
    public static IOrderedEnumerable<T> OrderByObject<T>(this IEnumerable<T> items, Func<T, string> cluster, Func<T, ObjectReference> reference) => items
        .OrderBy(cluster, StringComparer.Ordinal)
        .ThenBy(item => reference(item).Namespace, StringComparer.Ordinal)
        .ThenBy(item => reference(item).GroupKind.ToString(), StringComparer.Ordinal)
        .ThenBy(item => reference(item).Name, StringComparer.Ordinal);
}
