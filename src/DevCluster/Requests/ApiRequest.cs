using Tagalong.DevCluster.Selecting;

namespace Tagalong.DevCluster.Requests;

/// <summary>A request in the API's terms: a verb and a resource, or a path that is not a resource (discovery, health).</summary>
internal sealed record ApiRequest
{
    public required string Verb { get; init; }

    /// <summary>Null for a path that is not a resource.</summary>
    public ResourceKind? Kind { get; init; }

    /// <summary>Null for all namespaces, and for cluster-scoped kinds.</summary>
    public string? Namespace { get; init; }

    /// <summary>Null for a collection.</summary>
    public string? Name { get; init; }

    public string Subresource { get; init; } = "";

    public required IQueryCollection Query { get; init; }

    public bool IsDryRun => Query["dryRun"].Contains("All");

    /// <summary>A flag is set if it is present and not <c>false</c> or <c>0</c>.</summary>
    public bool IsFlagSet(string name) => Query.TryGetValue(name, out var value) && value.ToString().ToLowerInvariant() is not ("false" or "0");

    /// <summary>The selection of objects of a list, a watch or a collection delete.</summary>
    /// <exception cref="StatusException">400, if a selector is malformed.</exception>
    public ObjectFilter Filter() => new(Namespace, LabelSelector.Parse(Query["labelSelector"]), FieldSelector.Parse(Query["fieldSelector"], Kind!));
}
