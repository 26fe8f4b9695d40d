using Tagalong.Core.Azure;
using Tagalong.Core.Objects;

namespace Tagalong.Core.Fleet;

/// <summary>An import of what Azure lists, as it was when the fleet was read.</summary>
/// <param name="Listing">The listing.</param>
/// <param name="Seen">What it had found then.</param>
/// <param name="Names">Which of the names are taken.</param>
internal sealed record AzureImport(AksListing Listing, AksMembers Seen, Glob Names)
{
    private static readonly TimeSpan NewEnough = TimeSpan.FromMinutes(1);

    /// <summary>Whether more was found since.</summary>
    public bool IsOvertaken => Listing.Members != Seen;

    /// <summary>
    /// Whether a cluster that is not among those seen may be there all the same: as long as no listing has succeeded, or the
    /// last one is not new. Then the next one is begun.
    /// </summary>
    /// <param name="name">The name, or null or empty for any cluster.</param>
    public bool MayYetHave(string? name)
    {
        if (string.IsNullOrEmpty(name))
        {
            // Who names no cluster is served by the only one, or by none; a listing of a while ago tells which, if there was one.
            Listing.AskIfOlderThan(TimeSpan.MaxValue);
            return !Seen.IsKnown;
        }

        if (!Names.Matches(name))
        {
            return false;
        }

        Listing.AskIfOlderThan(NewEnough);
        return IsOvertaken || !Listing.IsNewerThan(NewEnough);
    }
}
