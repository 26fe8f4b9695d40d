using Tagalong.DevCluster.Errors;

namespace Tagalong.DevCluster;

/// <summary>The API refused a change that was made in process.</summary>
public sealed class ClusterRefusedException : Exception
{
    internal ClusterRefusedException(Status status)
        : base(status.Message) => (StatusCode, Reason) = (status.Code, status.Reason ?? "");

    /// <summary>The HTTP status with which a request would have been answered.</summary>
    public int StatusCode { get; }

    /// <summary>The reason in the <c>Status</c>, such as <c>Conflict</c>.</summary>
    public string Reason { get; }
}
