using System.Net;
using System.Net.Mime;
using Microsoft.Net.Http.Headers;

namespace Tagalong.Server.AzureFunctions;

/// <summary>What tells the host's own requests from others.</summary>
/// <remarks>
/// Nobody but the host reaches the port, and no request that it passes on comes by a function's path: see
/// <see cref="FunctionAppChecks"/>. Should either fail, what is passed on has an address in front that is not this one, or
/// says for whom it was forwarded; and a page in a browser on a developer's machine can send neither this content type nor
/// the header without asking first.
/// </remarks>
internal static class HostRequest
{
    private const string InvocationIdHeader = "X-Azure-Functions-InvocationId";

    /// <summary>The id of the invocation, or null if the request is none of the host's own.</summary>
    public static Guid? InvocationId(HttpRequest request) =>
        IsLoopback(request.Host.Host)
        && MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.MediaType.Equals(MediaTypeNames.Application.Json, StringComparison.OrdinalIgnoreCase)
        && !request.Headers.Keys.Any(static name => name.StartsWith("X-Forwarded-", StringComparison.OrdinalIgnoreCase) || name.Equals("Forwarded", StringComparison.OrdinalIgnoreCase))
        && Guid.TryParse(request.Headers[InvocationIdHeader], out var id)
            ? id
            : null;

    private static bool IsLoopback(string host) => host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
