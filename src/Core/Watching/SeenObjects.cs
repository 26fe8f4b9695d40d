using System.Runtime.InteropServices;
using Tagalong.Core.Objects;

namespace Tagalong.Core.Watching;

/// <summary>
/// Remembers a hash of each object of one kind, to find out whether an event shows anything new. It needs 17 to 34 bytes per
/// object, and up to twice that after many deletions. Not safe for several threads.
/// </summary>
/// <remarks>
/// The key of an object is the hash of its uid; that two objects share one is less likely than a disk error. Entries are kept
/// in blocks in the order of their keys; a full block is split. So no array is ever replaced by a larger one: a table that
/// doubles leaves twice its size behind for the garbage collector.
/// </remarks>
internal sealed class SeenObjects
{
    /// <summary>Small enough to insert quickly, and large enough that the overhead per block is small.</summary>
    private const int BlockSize = 64;

    /// <summary>The blocks in the order of their keys. No block is empty, unless it is the only one.</summary>
    private readonly List<List<Entry>> _blocks = [new(BlockSize)];
    private bool _isListing;

    /// <summary>How many objects are remembered.</summary>
    public int Count { get; private set; }

    public bool Knows(ObjectSnapshot item) => Find(item).At >= 0;

    /// <summary>Whether the object is remembered with this hash.</summary>
    public bool IsSame(ObjectSnapshot item, ulong hash)
    {
        var (index, at) = Find(item);
        return at >= 0 && (_blocks[index][at].Hash | Entry.Shown) == (hash | Entry.Shown);
    }

    public void Remember(ObjectSnapshot item, ulong hash)
    {
        var entry = new Entry(KeyOf(item), hash | Entry.Shown);
        var (index, at) = Find(item);
        if (at >= 0)
        {
            _blocks[index][at] = entry;
            return;
        }

        if (_blocks[index].Count == BlockSize)
        {
            Split(index);
            (index, at) = Find(item);
        }

        _blocks[index].Insert(~at, entry);
        Count++;
    }

    public void Forget(ObjectSnapshot item)
    {
        var (index, at) = Find(item);
        if (at >= 0)
        {
            _blocks[index].RemoveAt(at);
            Count--;
            JoinNext(index);
            JoinNext(index - 1);
        }
    }

    /// <summary>From now on every existing object is shown.</summary>
    public void BeginList()
    {
        foreach (var block in _blocks)
        {
            foreach (ref var entry in CollectionsMarshal.AsSpan(block))
            {
                entry.Hash &= ~Entry.Shown;
            }
        }

        _isListing = true;
    }

    /// <summary>The object exists.</summary>
    public void Listed(ObjectSnapshot item)
    {
        var (index, at) = Find(item);
        if (at >= 0)
        {
            CollectionsMarshal.AsSpan(_blocks[index])[at].Hash |= Entry.Shown;
        }
    }

    /// <summary>All existing objects were shown: the others are forgotten.</summary>
    public void EndList()
    {
        if (!_isListing)
        {
            return;
        }

        _isListing = false;
        for (var index = _blocks.Count - 1; index >= 0; index--)
        {
            Count -= _blocks[index].RemoveAll(static entry => (entry.Hash & Entry.Shown) == 0);
            JoinNext(index);
        }
    }

    /// <summary>The block for an object, and the position there, or the complement of the position at which to insert it.</summary>
    private (int Index, int At) Find(ObjectSnapshot item)
    {
        var key = KeyOf(item);
        var (first, last) = (0, _blocks.Count - 1);
        while (first < last)
        {
            var middle = (first + last + 1) / 2;
            (first, last) = _blocks[middle][0].Key <= key ? (middle, last) : (first, middle - 1);
        }

        return (first, CollectionsMarshal.AsSpan(_blocks[first]).BinarySearch(new ByKey(key)));
    }

    private void Split(int index)
    {
        const int half = BlockSize / 2;
        var upper = new List<Entry>(BlockSize);
        upper.AddRange(CollectionsMarshal.AsSpan(_blocks[index])[half..]);
        _blocks[index].RemoveRange(half, BlockSize - half);
        _blocks.Insert(index + 1, upper);
    }

    /// <summary>Joins a block and the next one if one is empty, or if they are half full together, so that the next insert does not split them again.</summary>
    private void JoinNext(int index)
    {
        if (index < 0 || index + 1 >= _blocks.Count)
        {
            return;
        }

        var (block, next) = (_blocks[index], _blocks[index + 1]);
        if (block.Count == 0 || next.Count == 0 || block.Count + next.Count <= BlockSize / 2)
        {
            block.AddRange(next);
            _blocks.RemoveAt(index + 1);
        }
    }

    private static ulong KeyOf(ObjectSnapshot item) => WatchedKind.HashOf(item.Uid);

    private struct Entry(ulong key, ulong hash)
    {
        /// <summary>The bit of a hash that says whether the last list had the object.</summary>
        public const ulong Shown = 1;

        public readonly ulong Key = key;

        public ulong Hash = hash;
    }

    private readonly struct ByKey(ulong key) : IComparable<Entry>
    {
        public int CompareTo(Entry other) => key.CompareTo(other.Key);
    }
}
