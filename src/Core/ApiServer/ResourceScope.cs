using Tagalong.Core.Objects;

namespace Tagalong.Core.ApiServer;

/// <summary>Finds out whether a kind is namespaced or cluster-scoped.</summary>
internal static class ResourceScope
{
    /// <summary>A namespace that every cluster has.</summary>
    private const string SomeNamespace = "default";

    /// <summary>Whether the API server serves a kind, and in namespaces. False also where the call fails.</summary>
    /// <remarks>
    /// To the path of a namespaced object without its namespace, the API server answers as to a kind that it does not serve.
    /// </remarks>
    public static async ValueTask<bool> IsNamespacedAsync(ApiServerClient connection, ResourceType type, string name, CancellationToken cancellationToken)
    {
        var result = await connection.GetAsync(ObjectPath.Of(type, SomeNamespace, name), metadataOnly: true, cancellationToken).ConfigureAwait(false);
        return result.Status is ApiStatus.Ok or ApiStatus.NotFound;
    }
}
