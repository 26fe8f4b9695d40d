namespace Tagalong.DevCluster.Errors;

/// <summary>What a Kubernetes <c>Status</c> is about. Whatever is null is left out of the JSON.</summary>
internal sealed record StatusDetails
{
    public string? Name { get; init; }

    public string? Group { get; init; }

    /// <summary>A kind (<c>ReplicaSet</c>) where the object is at fault, else the plural (<c>replicasets</c>), as the real server mixes them.</summary>
    public string? Kind { get; init; }

    public string? Uid { get; init; }

    public int? RetryAfterSeconds { get; init; }

    public IReadOnlyList<StatusCause> Causes { get; init; } = [];
}
