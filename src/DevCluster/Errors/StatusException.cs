namespace Tagalong.DevCluster.Errors;

/// <summary>
/// A request that the API refuses. It is thrown where the rule is known and answered in one place at the edge: as in
/// the API server itself, a refusal unwinds from any depth (a selector, a merge, a commit) straight to the response.
/// </summary>
internal sealed class StatusException(Status status) : Exception(status.Message)
{
    public Status Status { get; } = status;
}
