
namespace Tagalong.DevCluster.Http;

/// <summary>What is sent back: decided, and in the request log, before the first byte of it is sent.</summary>
internal abstract class Answer(int statusCode)
{
    public int StatusCode { get; } = statusCode;

    /// <summary>Whether to cut the connection half-way.</summary>
    public bool IsCut { get; set; }

    public abstract Task WriteAsync(HttpContext context, CancellationToken cancellationToken);
}
