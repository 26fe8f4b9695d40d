using Tagalong.Core.Concurrency;
using Tagalong.Core.Objects;

namespace Tagalong.Core.Applying;

/// <summary>
/// Remembers the resource version and the owned labels of each object after its last write or read, because events that are
/// still on their way show an older state. Bounded; a forgotten object costs a call, never a label.
/// </summary>
/// <param name="capacity">The largest number of objects.</param>
/// <param name="trust">How long a version counts.</param>
internal sealed class RecentWrites(int capacity, VersionTrust trust)
{
    private readonly BoundedMap<string, Seen> _seen = new(capacity);

    public void Note(ObjectSnapshot current, LabelSet owned)
    {
        if (ResourceVersion.TryParse(current.ResourceVersion, out var version))
        {
            _seen.Set(current.Uid, new Seen(version, owned.StableHash(), trust.Now));
        }
    }

    /// <summary>Forgets an object that was listed or read live in an older version than the remembered one: the cluster went back.</summary>
    /// <param name="live">The object.</param>
    /// <param name="asked">When it was asked for; what was noted since may be newer.</param>
    public void Observe(ObjectSnapshot live, VersionTrust.Moment asked)
    {
        if (ResourceVersion.TryParse(live.ResourceVersion, out var version))
        {
            _seen.RemoveIf(live.Uid, (version, asked.At), static (seen, live) => seen.Version > live.version && seen.Noted.At < live.At);
        }
    }

    /// <summary>Whether a body is older than the remembered state of its object, and if so, whether it leads to the same set.</summary>
    public Staleness Compare(ObjectSnapshot body, LabelSet owned) =>
        !ResourceVersion.TryParse(body.ResourceVersion, out var version) || !_seen.TryGet(body.Uid, out var seen) || version >= seen.Version || !trust.Holds(seen.Noted)
            ? Staleness.Current
            : seen.OwnedHash == owned.StableHash() ? Staleness.OlderSameSet : Staleness.OlderOtherSet;

    private readonly record struct Seen(ulong Version, ulong OwnedHash, VersionTrust.Moment Noted);
}
