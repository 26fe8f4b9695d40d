using Tagalong.Core.Objects;

namespace Tagalong.Core.Watching;

/// <summary>
/// What is remembered of the objects of one kind, 22 to 32 bytes of each: whether an event shows anything new. Not safe
/// for several threads.
/// </summary>
/// <remarks>
/// A uid is remembered by its hash. That two objects share one is less likely than a disk that forgets. The table is open: an
/// entry lies at its place or after it, without a gap between; one bit of its hash tells whether the last list showed it.
/// </remarks>
internal sealed class KnownObjects
{
    private const int FirstSize = 16;
    private const ulong Shown = 1;

    private Entry[] _entries = new Entry[FirstSize];
    private bool _isListing;

    /// <summary>How many objects are remembered.</summary>
    public int Count { get; private set; }

    /// <summary>Whether the object is known at all.</summary>
    public bool Knows(ObjectSnapshot shown) => _entries[PlaceOf(KeyOf(shown))].IsTaken;

    /// <summary>Whether it is known with this hash.</summary>
    public bool IsSame(ObjectSnapshot shown, ulong hash) =>
        _entries[PlaceOf(KeyOf(shown))] is { IsTaken: true } known && (known.Hash | Shown) == (hash | Shown);

    /// <summary>Remembers an object.</summary>
    public void Remember(ObjectSnapshot shown, ulong hash)
    {
        var key = KeyOf(shown);
        ref var entry = ref _entries[PlaceOf(key)];
        if (!entry.IsTaken)
        {
            // A quarter stays free, so that what is looked for is found soon.
            if ((Count + 1) * 4L > _entries.Length * 3L)
            {
                Grow();
                entry = ref _entries[PlaceOf(key)];
            }

            Count++;
        }

        entry = new Entry(key, hash | Shown);
    }

    /// <summary>Forgets an object that is gone.</summary>
    public void Forget(ObjectSnapshot shown) => RemoveAt(PlaceOf(KeyOf(shown)));

    /// <summary>From here on all objects are shown that there are.</summary>
    public void BeginList()
    {
        for (var at = 0; at < _entries.Length; at++)
        {
            _entries[at] = _entries[at] with { Hash = _entries[at].Hash & ~Shown };
        }

        _isListing = true;
    }

    /// <summary>An object was in the list.</summary>
    public void Listed(ObjectSnapshot shown)
    {
        ref var entry = ref _entries[PlaceOf(KeyOf(shown))];
        entry = entry.IsTaken ? entry with { Hash = entry.Hash | Shown } : entry;
    }

    /// <summary>All have been shown: what was not among them is gone, and forgotten.</summary>
    public void EndList()
    {
        if (!_isListing)
        {
            return;
        }

        _isListing = false;
        for (var at = 0; at < _entries.Length; at++)
        {
            // What comes from behind to fill the gap has to be looked at too.
            while (_entries[at].IsTaken && (_entries[at].Hash & Shown) == 0)
            {
                RemoveAt(at);
            }
        }
    }

    /// <summary>Where a key is, or where it would have to be put.</summary>
    private int PlaceOf(ulong key)
    {
        var at = HomeOf(key);
        while (_entries[at].IsTaken && _entries[at].Key != key)
        {
            at = Next(at);
        }

        return at;
    }

    private int HomeOf(ulong key) => (int)Math.BigMul(key, (ulong)_entries.Length, out _);

    private int Next(int at) => at + 1 == _entries.Length ? 0 : at + 1;

    /// <summary>Takes an entry away, and closes the gap by those behind it that are not at their place.</summary>
    private void RemoveAt(int gap)
    {
        if (!_entries[gap].IsTaken)
        {
            return;
        }

        Count--;
        for (var at = Next(gap); _entries[at].IsTaken; at = Next(at))
        {
            if (Distance(HomeOf(_entries[at].Key), at) >= Distance(gap, at))
            {
                (_entries[gap], gap) = (_entries[at], at);
            }
        }

        _entries[gap] = default;
    }

    private int Distance(int from, int to) => to >= from ? to - from : to - from + _entries.Length;

    /// <summary>By half, not to twice the size: the memory counts here, and growing is rare.</summary>
    private void Grow()
    {
        var outgrown = _entries;
        _entries = new Entry[outgrown.Length + (outgrown.Length / 2)];
        foreach (var entry in outgrown)
        {
            if (entry.IsTaken)
            {
                _entries[PlaceOf(entry.Key)] = entry;
            }
        }
    }

    /// <remarks>Zero stands for no key.</remarks>
    private static ulong KeyOf(ObjectSnapshot shown) => Math.Max(1, Spread(WatchedKind.Of(shown.Uid)));

    /// <summary>The place goes by a key's upper bits, which the hash of a text leaves much alike. Source: the finalizer of MurmurHash3.</summary>
    private static ulong Spread(ulong hash)
    {
        hash = (hash ^ (hash >> 33)) * 0xFF51AFD7ED558CCD;
        hash = (hash ^ (hash >> 33)) * 0xC4CEB9FE1A85EC53;
        return hash ^ (hash >> 33);
    }

    private readonly record struct Entry(ulong Key, ulong Hash)
    {
        public bool IsTaken => Key != 0;
    }
}
