using Tagalong.Core.ApiServer;

namespace Tagalong.Core.Azure;

/// <summary>A response of the Resource Manager.</summary>
/// <param name="Body">The body of a success, which the caller must dispose; or null.</param>
/// <param name="Error">What went wrong where there is no body. Its message starts with a verb: "it answered 404".</param>
/// <param name="StatusCode">The HTTP status, or 0 if there was none.</param>
internal readonly record struct ArmResult(PooledBuffer? Body, ApiResult Error, int StatusCode);
