using Tagalong.Core.Concurrency;
using Tagalong.Core.Objects;

namespace Tagalong.Core.Applying;

/// <summary>
/// What was last seen of each object after a write or a read: events that were on their way meanwhile show an older state.
/// Bounded; forgetting costs a call, never a label.
/// </summary>
/// <param name="capacity">The most objects that are remembered.</param>
internal sealed class RecentWrites(int capacity)
{
    private readonly BoundedMap<string, Seen> _seen = new(capacity);

    /// <summary>Remembers an object as it is, with the set that Tagalong owns on it.</summary>
    public void Note(ObjectSnapshot current, LabelSet owned)
    {
        if (ResourceVersion.TryParse(current.ResourceVersion, out var version))
        {
            _seen.Set(current.Uid, new Seen(version, owned.StableHash()));
        }
    }

    /// <summary>Whether a body is older than what was seen of its object; and if so, whether it wants the same set.</summary>
    public Staleness Compare(ObjectSnapshot body, LabelSet owned) =>
        !ResourceVersion.TryParse(body.ResourceVersion, out var version) || !_seen.TryGet(body.Uid, out var seen) || version >= seen.Version
            ? Staleness.Current
            : seen.OwnedHash == owned.StableHash() ? Staleness.OlderSameSet : Staleness.OlderOtherSet;

    private readonly record struct Seen(ulong Version, ulong OwnedHash);
}
