using Tagalong.Core.Azure;
using Tagalong.Core.Objects;

namespace Tagalong.Core.Fleet;

/// <summary>An import of the clusters that Azure lists, as of when the configuration was read.</summary>
/// <param name="Listing">The listing.</param>
/// <param name="Seen">The clusters that it had found then; null before its first success.</param>
/// <param name="Names">Which of the names are imported.</param>
internal sealed record AzureImport(AksListing Listing, IReadOnlyList<AksMember>? Seen, Glob Names)
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(1);

    /// <summary>Whether the listing has found other clusters since.</summary>
    public bool IsOutdated => Listing.Members != Seen;

    /// <summary>
    /// Whether Azure may have a cluster that is not among those seen: until a listing has succeeded, and when the last one is older than a
    /// minute. Then the next one starts. Without a name it is any cluster.
    /// </summary>
    public bool MayHave(string? name)
    {
        if (string.IsNullOrEmpty(name))
        {
            // An event without a cluster is for the only cluster, if there is only one. An old listing suffices to know that.
            Listing.RefreshIfOlderThan(TimeSpan.MaxValue);
            return Seen is null;
        }

        if (!Names.Matches(name))
        {
            return false;
        }

        Listing.RefreshIfOlderThan(MaxAge);
        return IsOutdated || !Listing.IsNewerThan(MaxAge);
    }
}
