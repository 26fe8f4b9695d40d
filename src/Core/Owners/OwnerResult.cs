using Tagalong.Core.ApiServer;

namespace Tagalong.Core.Owners;

/// <summary>What asking for an owner gave.</summary>
/// <param name="Answer">The API server's answer.</param>
/// <param name="IsLive">Whether it was read after the asking event began to be handled.</param>
/// <param name="WasRead">Whether this asking caused the read.</param>
internal readonly record struct OwnerResult(ApiResult Answer, bool IsLive, bool WasRead);
