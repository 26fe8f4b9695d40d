using System.Collections.Concurrent;
using Tagalong.Core.Objects;

namespace Tagalong.Core.ApiServer;

/// <summary>
/// Reads objects that are named from a namespace, such as owners, and finds out which of their kinds are cluster-scoped. A kind counts as
/// namespaced until the API server does not serve it in a namespace; then one request for the resources of its group tells, for as long as
/// the process runs.
/// </summary>
/// <remarks>
/// To the path of an object in the wrong scope, an API server answers as to a kind that it does not serve. Source of the rule that the owner of a namespaced
/// object may be cluster-scoped: <c>https://kubernetes.io/docs/concepts/overview/working-with-objects/owners-dependents/</c>.
/// </remarks>
internal sealed class ResourceScopes(ApiServerClient connection)
{
    /// <summary>A namespace that every cluster has.</summary>
    private const string SomeNamespace = "default";

    private readonly ConcurrentDictionary<GroupKind, bool> _clusterScoped = new();

    /// <summary>Where an object of a kind is that is named from a namespace: there, or nowhere if its kind is cluster-scoped.</summary>
    public string NamespaceOf(ResourceType type, string ns) => !_clusterScoped.IsEmpty && _clusterScoped.ContainsKey(type.GroupKind) ? "" : ns;

    /// <summary>Reads the metadata of an object that is named from a namespace.</summary>
    public async ValueTask<ApiResult> GetMetadataAsync(ResourceType type, string ns, string name, CancellationToken cancellationToken)
    {
        var scope = NamespaceOf(type, ns);
        var result = await GetAsync(type, scope, name, cancellationToken).ConfigureAwait(false);
        if (result.Status != ApiStatus.NotServed || ns.Length == 0)
        {
            return result;
        }

        if (scope.Length == 0)
        {
            // The kind may have been installed anew.
            _clusterScoped.TryRemove(type.GroupKind, out _);
            return result;
        }

        var resources = await DiscoverAsync(type, cancellationToken).ConfigureAwait(false);
        if (resources.IsKnown && resources.IsNamespaced(type.Resource) != false)
        {
            return result;
        }

        // Where the API server does not tell, the object itself does.
        var elsewhere = await GetAsync(type, "", name, cancellationToken).ConfigureAwait(false);
        if (!resources.IsKnown && elsewhere.Status is not (ApiStatus.Ok or ApiStatus.NotFound))
        {
            return result;
        }

        _clusterScoped[type.GroupKind] = true;
        return elsewhere;
    }

    /// <summary>Whether the API server serves a kind, and in namespaces. False also where it cannot be found out.</summary>
    public async ValueTask<bool> IsNamespacedAsync(ResourceType type, string name, CancellationToken cancellationToken)
    {
        var resources = await DiscoverAsync(type, cancellationToken).ConfigureAwait(false);
        return resources.IsKnown
            ? resources.IsNamespaced(type.Resource) == true
            : (await GetAsync(type, SomeNamespace, name, cancellationToken).ConfigureAwait(false)).Status is ApiStatus.Ok or ApiStatus.NotFound;
    }

    private ValueTask<ApiResult> GetAsync(ResourceType type, string ns, string name, CancellationToken cancellationToken) =>
        connection.GetAsync(ObjectPath.Of(type, ns, name), metadataOnly: true, cancellationToken);

    private async ValueTask<ResourceList> DiscoverAsync(ResourceType type, CancellationToken cancellationToken)
    {
        var resources = new ResourceList();
        await connection.ListResourcesAsync(type, resources, cancellationToken).ConfigureAwait(false);
        return resources;
    }
}
