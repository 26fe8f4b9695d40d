namespace Tagalong.DevCluster.Responses;

/// <summary>A response: decided, and in the request log, before its first byte is sent.</summary>
internal abstract class ApiResponse(int statusCode)
{
    public int StatusCode { get; } = statusCode;

    /// <summary>Whether to cut the connection half-way.</summary>
    public bool IsCut { get; set; }

    public abstract Task WriteAsync(HttpContext context, CancellationToken cancellationToken);
}
