using Tagalong.Core.ApiServer;

namespace Tagalong.Core.Owners;

/// <summary>The result of asking for an owner.</summary>
/// <param name="Response">The API server's response.</param>
/// <param name="IsLive">Whether it was read after work on the asking event began.</param>
/// <param name="WasRead">Whether this request caused the read.</param>
internal readonly record struct OwnerResult(ApiResult Response, bool IsLive, bool WasRead);
