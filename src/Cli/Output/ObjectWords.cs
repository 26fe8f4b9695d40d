using System.Text.Json;
using Tagalong.Core.Objects;

namespace Tagalong.Cli.Output;

/// <summary>An object, as people and as documents name it.</summary>
internal static class ObjectWords
{
    /// <summary>Kind and name: <c>ReplicaSet.apps/web-1</c>.</summary>
    public static string Of(ObjectReference reference) => $"{reference.GroupKind}/{reference.Name}";

    /// <summary>An owner: <c>Rollout/web</c>.</summary>
    public static string Of(OwnerReference owner) => $"{owner.Kind}/{owner.Name}";

    /// <summary>In the order in which they are listed: by namespace, kind and name.</summary>
    public static IOrderedEnumerable<T> ThenByObject<T>(this IOrderedEnumerable<T> items, Func<T, ObjectReference> reference) => items
        .ThenBy(item => reference(item).Namespace, StringComparer.Ordinal)
        .ThenBy(item => reference(item).GroupKind.ToString(), StringComparer.Ordinal)
        .ThenBy(item => reference(item).Name, StringComparer.Ordinal);

    /// <summary>Writes it as the member <c>object</c>.</summary>
    public static void Write(Utf8JsonWriter json, ObjectReference reference)
    {
        json.WriteStartObject("object");
        json.WriteString("apiVersion", reference.ApiVersion);
        json.WriteString("kind", reference.Kind);
        json.WriteString("namespace", reference.Namespace);
        json.WriteString("name", reference.Name);
        json.WriteEndObject();
    }
}
