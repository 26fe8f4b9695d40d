using Tagalong.DevCluster.Storage;

namespace Tagalong.DevCluster.Listing;

/// <summary>One page of a list.</summary>
/// <param name="Continue">Null on the last page.</param>
/// <param name="RemainingItemCount">Null on the last page, and where a selector makes it unknown.</param>
internal sealed record ObjectPage(IReadOnlyList<StoredObject> Items, long ResourceVersion, string? Continue, long? RemainingItemCount);
