using Tagalong.Core.Objects;

namespace Tagalong.Core.ApiServer;

/// <summary>The paths of objects below the API server's URL.</summary>
public static class ObjectPath
{
    /// <summary>The path of one object.</summary>
    /// <param name="type">Its kind.</param>
    /// <param name="ns">Its namespace; empty for a cluster-scoped object.</param>
    /// <param name="name">Its name.</param>
    public static string Of(ResourceType type, string ns, string name) => $"{OfAll(type, ns)}/{Uri.EscapeDataString(name)}";

    /// <summary>The path of all objects of a kind.</summary>
    /// <param name="type">The kind.</param>
    /// <param name="ns">Their namespace; empty for all namespaces, and for cluster-scoped objects.</param>
    public static string OfAll(ResourceType type, string ns)
    {
        ArgumentNullException.ThrowIfNull(type);
        var scope = string.IsNullOrEmpty(ns) ? "" : $"namespaces/{Uri.EscapeDataString(ns)}/";
        return $"{OfGroup(type)}/{scope}{Uri.EscapeDataString(type.Resource)}";
    }

    /// <summary>The path of the group and version of a kind.</summary>
    internal static string OfGroup(ResourceType type)
    {
        var root = type.Group.Length == 0 ? "api" : $"apis/{Uri.EscapeDataString(type.Group)}";
        return $"{root}/{Uri.EscapeDataString(type.Version)}";
    }
}
