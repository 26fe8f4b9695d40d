namespace Tagalong.DevCluster;

/// <summary>The API server rejected a change that was made in process.</summary>
public sealed class ApiErrorException : Exception
{
    internal ApiErrorException(Status status)
        : base(status.Message) => (StatusCode, Reason) = (status.Code, status.Reason ?? "");

    /// <summary>The HTTP status that a request would have got.</summary>
    public int StatusCode { get; }

    /// <summary>The reason in the <c>Status</c>, such as <c>Conflict</c>.</summary>
    public string Reason { get; }
}
