namespace Tagalong.DevCluster.Errors;

/// <summary>
/// A request that the API server rejects. It is thrown where the rule is known, at any depth (a selector, a merge, a write),
/// and becomes the response in one place, at the edge.
/// </summary>
internal sealed class StatusException(Status status) : Exception(status.Message)
{
    public Status Status { get; } = status;
}
