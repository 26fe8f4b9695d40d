using Tagalong.DevCluster.Errors;
using Tagalong.DevCluster.Kinds;
using Tagalong.DevCluster.Selecting;

namespace Tagalong.DevCluster.Http;

/// <summary>A request in the API's terms: a verb on a resource, or on none (discovery, health).</summary>
internal sealed record ApiRequest
{
    public required string Verb { get; init; }

    /// <summary>Null for what is no resource.</summary>
    public ResourceKind? Kind { get; init; }

    /// <summary>Null for all namespaces, and for kinds that live in none.</summary>
    public string? Namespace { get; init; }

    /// <summary>Null for a collection.</summary>
    public string? Name { get; init; }

    public string Subresource { get; init; } = "";

    public required IQueryCollection Query { get; init; }

    public bool IsDryRun => Query["dryRun"].Contains("All");

    /// <summary>A flag is set by being there, unless it says no.</summary>
    public bool IsFlagSet(string name) => Query.TryGetValue(name, out var value) && value.ToString().ToLowerInvariant() is not ("false" or "0");

    /// <summary>Which objects a list, a watch or a collection delete asks for.</summary>
    /// <exception cref="StatusException">400, if a selector is malformed.</exception>
    public ObjectFilter Filter() => new(Namespace, LabelSelector.Parse(Query["labelSelector"]), FieldSelector.Parse(Query["fieldSelector"], Kind!));
}
