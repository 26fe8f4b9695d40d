using Tagalong.Core.Concurrency;
using Tagalong.Core.Objects;

namespace Tagalong.Core.Applying;

/// <summary>
/// Remembers the resource version and the owned labels of each object after its last write or read, because events that are
/// still on their way show an older state. Bounded; a forgotten object costs a call, never a label.
/// </summary>
/// <param name="capacity">The largest number of objects.</param>
internal sealed class RecentWrites(int capacity)
{
    private readonly BoundedMap<string, Seen> _seen = new(capacity);

    public void Note(ObjectSnapshot current, LabelSet owned)
    {
        if (ResourceVersion.TryParse(current.ResourceVersion, out var version))
        {
            _seen.Set(current.Uid, new Seen(version, owned.StableHash()));
        }
    }

    /// <summary>Whether a body is older than the remembered state of its object, and if so, whether it leads to the same set.</summary>
    public Staleness Compare(ObjectSnapshot body, LabelSet owned) =>
        !ResourceVersion.TryParse(body.ResourceVersion, out var version) || !_seen.TryGet(body.Uid, out var seen) || version >= seen.Version
            ? Staleness.Current
            : seen.OwnedHash == owned.StableHash() ? Staleness.OlderSameSet : Staleness.OlderOtherSet;

    private readonly record struct Seen(ulong Version, ulong OwnedHash);
}
