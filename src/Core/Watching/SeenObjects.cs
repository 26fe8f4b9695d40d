using Tagalong.Core.Objects;

namespace Tagalong.Core.Watching;

/// <summary>
/// What is remembered of the objects of one kind, 17 to 34 bytes of each, and up to twice that where many are gone: whether an event shows anything new. Not safe
/// for several threads.
/// </summary>
/// <remarks>
/// A uid is remembered by its hash. That two objects share one is less likely than a disk that forgets. Entries lie in blocks,
/// in the order of their keys; a full block is split. Nothing that grows is ever outgrown, so that the garbage collector has
/// nothing to keep: a table that is made anew to grow leaves twice its size behind.
/// </remarks>
internal sealed class SeenObjects
{
    /// <summary>Few enough that a block is quickly moved, and many enough that what a block takes besides is little.</summary>
    private const int BlockSize = 64;

    private readonly List<Block> _blocks = [new Block(0)];
    private bool _isListing;

    /// <summary>How many objects are remembered.</summary>
    public int Count { get; private set; }

    /// <summary>Whether the object is known at all.</summary>
    public bool Knows(ObjectSnapshot shown) => Find(shown).At >= 0;

    /// <summary>Whether it is known with this hash.</summary>
    public bool IsSame(ObjectSnapshot shown, ulong hash)
    {
        var (block, at) = Find(shown);
        return at >= 0 && (_blocks[block][at].Hash | Entry.Shown) == (hash | Entry.Shown);
    }

    /// <summary>Remembers an object.</summary>
    public void Remember(ObjectSnapshot shown, ulong hash)
    {
        var (block, at) = Find(shown);
        if (at >= 0)
        {
            _blocks[block][at].Hash = hash | Entry.Shown;
            return;
        }

        var entry = new Entry { Key = KeyOf(shown), Hash = hash | Entry.Shown };
        if (_blocks[block].IsFull)
        {
            _blocks.Insert(block + 1, _blocks[block].Split());
            (block, at) = Find(shown);
        }

        _blocks[block].Insert(~at, entry);
        Count++;
    }

    /// <summary>Forgets an object that is gone.</summary>
    public void Forget(ObjectSnapshot shown)
    {
        var (block, at) = Find(shown);
        if (at >= 0)
        {
            _blocks[block].RemoveAt(at);
            Count--;
            JoinNext(block);
            JoinNext(block - 1);
        }
    }

    /// <summary>From here on all objects are shown that there are.</summary>
    public void BeginList()
    {
        foreach (var block in _blocks)
        {
            block.BeginList();
        }

        _isListing = true;
    }

    /// <summary>An object was in the list.</summary>
    public void Listed(ObjectSnapshot shown)
    {
        var (block, at) = Find(shown);
        if (at >= 0)
        {
            _blocks[block][at].Hash |= Entry.Shown;
        }
    }

    /// <summary>All have been shown: what was not among them is gone, and forgotten.</summary>
    public void EndList()
    {
        if (!_isListing)
        {
            return;
        }

        _isListing = false;
        for (var block = _blocks.Count - 1; block >= 0; block--)
        {
            Count -= _blocks[block].RemoveUnlisted();
            JoinNext(block);
        }
    }

    /// <summary>The block that an object belongs into, and where in it it is; the complement of where it would be if it is not.</summary>
    private (int Block, int At) Find(ObjectSnapshot shown)
    {
        var key = KeyOf(shown);
        var (first, last) = (0, _blocks.Count - 1);
        while (first < last)
        {
            var middle = (first + last + 1) / 2;
            (first, last) = _blocks[middle].Lowest <= key ? (middle, last) : (first, middle - 1);
        }

        return (first, _blocks[first].Find(key));
    }

    /// <summary>Makes one of a block and the next if that is half full then at the most, so that it is not split again at once.</summary>
    private void JoinNext(int block)
    {
        if (block >= 0 && block + 1 < _blocks.Count && _blocks[block].Count + _blocks[block + 1].Count <= BlockSize / 2)
        {
            _blocks[block].Append(_blocks[block + 1]);
            _blocks.RemoveAt(block + 1);
        }
    }

    private static ulong KeyOf(ObjectSnapshot shown) => WatchedKind.Of(shown.Uid);

    /// <param name="lowest">The lowest key that belongs into the block; the next block's lowest is above all of it.</param>
    private sealed class Block(ulong lowest)
    {
        private readonly Entry[] _entries = new Entry[BlockSize];

        public ulong Lowest => lowest;

        public int Count { get; private set; }

        public bool IsFull => Count == BlockSize;

        public ref Entry this[int at] => ref _entries[at];

        public int Find(ulong key) => _entries.AsSpan(0, Count).BinarySearch(new ByKey(key));

        public void Insert(int at, Entry entry)
        {
            _entries.AsSpan(at, Count - at).CopyTo(_entries.AsSpan(at + 1));
            _entries[at] = entry;
            Count++;
        }

        public void RemoveAt(int at)
        {
            _entries.AsSpan(at + 1, Count - at - 1).CopyTo(_entries.AsSpan(at));
            Count--;
        }

        public void Append(Block next)
        {
            next._entries.AsSpan(0, next.Count).CopyTo(_entries.AsSpan(Count));
            Count += next.Count;
        }

        /// <summary>Moves the upper half into a block of its own.</summary>
        public Block Split()
        {
            var upper = _entries.AsSpan(BlockSize / 2);
            var split = new Block(upper[0].Key) { Count = upper.Length };
            upper.CopyTo(split._entries);
            Count -= upper.Length;
            return split;
        }

        public void BeginList()
        {
            foreach (ref var entry in _entries.AsSpan(0, Count))
            {
                entry.Hash &= ~Entry.Shown;
            }
        }

        /// <returns>How many are gone.</returns>
        public int RemoveUnlisted()
        {
            var before = Count;
            Count = 0;
            foreach (var entry in _entries.AsSpan(0, before))
            {
                if ((entry.Hash & Entry.Shown) != 0)
                {
                    _entries[Count++] = entry;
                }
            }

            return before - Count;
        }
    }

    private struct Entry
    {
        /// <summary>The bit of a hash that tells whether the last list showed the object.</summary>
        public const ulong Shown = 1;

        public ulong Key;

        public ulong Hash;
    }

    private readonly struct ByKey(ulong key) : IComparable<Entry>
    {
        public int CompareTo(Entry other) => key.CompareTo(other.Key);
    }
}
