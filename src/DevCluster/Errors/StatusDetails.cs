namespace Tagalong.DevCluster.Errors;

/// <summary>The subject of a Kubernetes <c>Status</c>. Null and empty fields are left out of the JSON.</summary>
internal sealed record StatusDetails
{
    public string? Name { get; init; }

    public string? Group { get; init; }

    /// <summary>A kind (<c>ReplicaSet</c>) if the object is invalid, else the plural (<c>replicasets</c>): the real server mixes them so.</summary>
    public string? Kind { get; init; }

    public string? Uid { get; init; }

    public int? RetryAfterSeconds { get; init; }

    public IReadOnlyList<StatusCause> Causes { get; init; } = [];

    public JsonObject ToJson() => new JsonObject
    {
        ["name"] = Name,
        ["group"] = Group,
        ["kind"] = Kind,
        ["uid"] = Uid,
        ["causes"] = new JsonArray([.. Causes.Select(cause => cause.ToJson())]),
        ["retryAfterSeconds"] = RetryAfterSeconds,
    }.OmitEmpty();
}
