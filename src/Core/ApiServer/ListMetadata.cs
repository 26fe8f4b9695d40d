namespace Tagalong.Core.ApiServer;

/// <summary>A <c>meta/v1 ListMeta</c>.</summary>
internal sealed record ListMetadata(string? ResourceVersion, string? Continue, long? RemainingItemCount);
