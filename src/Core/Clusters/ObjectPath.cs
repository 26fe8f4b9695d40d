using Tagalong.Core.Objects;

namespace Tagalong.Core.Clusters;

/// <summary>Where the API serves an object, as a path below the server's address.</summary>
public static class ObjectPath
{
    /// <summary>The path of one object.</summary>
    /// <param name="type">Its kind.</param>
    /// <param name="ns">Its namespace; empty for a cluster-scoped object.</param>
    /// <param name="name">Its name.</param>
    public static string Of(ResourceType type, string ns, string name)
    {
        ArgumentNullException.ThrowIfNull(type);
        var root = type.Group.Length == 0 ? "api" : $"apis/{Uri.EscapeDataString(type.Group)}";
        var scope = string.IsNullOrEmpty(ns) ? "" : $"namespaces/{Uri.EscapeDataString(ns)}/";
        return $"{root}/{Uri.EscapeDataString(type.Version)}/{scope}{Uri.EscapeDataString(type.Resource)}/{Uri.EscapeDataString(name)}";
    }
}
