using Tagalong.Core.Objects;

namespace Tagalong.Core.ApiServer;

/// <summary>Tells kinds whose objects live in namespaces from the others.</summary>
internal static class KindScope
{
    /// <summary>A namespace that every cluster has.</summary>
    private const string SomeNamespace = "default";

    /// <summary>
    /// Whether the API server serves a kind, and in namespaces: then it has an answer about any name in any namespace. False
    /// also where it cannot be told.
    /// </summary>
    /// <remarks>
    /// The path of such an object without its namespace is none that the API server knows, and what it says about that is
    /// the same as about a kind that it does not serve.
    /// </remarks>
    public static async ValueTask<bool> IsNamespacedAsync(ClusterConnection connection, ResourceType type, string name, CancellationToken cancellationToken)
    {
        var answer = await connection.GetAsync(ObjectPath.Of(type, SomeNamespace, name), metadataOnly: true, cancellationToken).ConfigureAwait(false);
        return answer.Status is ApiStatus.Ok or ApiStatus.NotFound;
    }
}
