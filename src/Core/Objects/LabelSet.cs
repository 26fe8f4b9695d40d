using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Tagalong.Core.Interning;

namespace Tagalong.Core.Objects;

/// <summary>An immutable set of labels, in ordinal order of their keys, each key once. Sets with the same labels are equal.</summary>
/// <remarks>An object has few labels, so a sorted array beats a hash table in time and memory.</remarks>
public sealed class LabelSet : IReadOnlyList<Label>, IEquatable<LabelSet>
{
    /// <summary>Up to this number insertion is the fastest sort; its time grows with the square.</summary>
    private const int MostInserted = 64;

    private const int MostRecurring = 16;
    private const int RecentBits = 10;

    private static readonly LabelSet?[] Recent = new LabelSet?[1 << RecentBits];

    private readonly Label[] _labels;

    private LabelSet(Label[] labels) => _labels = labels;

    /// <summary>The empty set.</summary>
    public static LabelSet Empty { get; } = new([]);

    /// <inheritdoc/>
    public int Count => _labels.Length;

    /// <summary>The label at a position, by the order of keys.</summary>
    public Label this[int index] => _labels[index];

    /// <summary>The value of a key, or null if the set lacks it.</summary>
    public string? this[string key] => TryGetValue(key, out var value) ? value : null;

    /// <summary>Makes a set; of two labels with one key, the later wins.</summary>
    public static LabelSet From(IEnumerable<Label> labels)
    {
        var collected = ListPool<Label>.Take();
        collected.AddRange(labels);
        return Collected(collected);
    }

    /// <inheritdoc cref="From(IEnumerable{Label})"/>
    public static LabelSet From(params IEnumerable<(string Key, string Value)> labels) =>
        From(labels.Select(static label => new Label(label.Key, label.Value)));

    /// <summary>The set of a list of labels, which returns to <see cref="ListPool{T}"/>.</summary>
    internal static LabelSet Collected(List<Label> collected)
    {
        var set = collected.Count <= MostInserted
            ? InOrder(CollectionsMarshal.AsSpan(collected))
            : new LabelSet([.. collected.AsEnumerable().Reverse().DistinctBy(static label => label.Key).OrderBy(static label => label.Key, StringComparer.Ordinal)]);
        ListPool<Label>.Return(collected);
        return set;
    }

    /// <summary>Whether the set has a key.</summary>
    public bool ContainsKey(string key) => IndexOf(_labels, key) >= 0;

    /// <summary>Whether the set has exactly this label.</summary>
    public bool Contains(Label label) => TryGetValue(label.Key, out var value) && value == label.Value;

    /// <summary>Gets the value of a key.</summary>
    public bool TryGetValue(string key, [NotNullWhen(true)] out string? value)
    {
        var at = IndexOf(_labels, key);
        value = at >= 0 ? _labels[at].Value : null;
        return at >= 0;
    }

    internal ReadOnlySpan<Label> AsSpan() => _labels;

    /// <summary>A hash of every key and value that is the same in every process.</summary>
    internal ulong StableHash()
    {
        const ulong prime = 1099511628211;
        var hash = 14695981039346656037;
        foreach (var label in _labels)
        {
            hash = Mix(Mix(hash, label.Key), label.Value);
        }

        return hash;

        static ulong Mix(ulong hash, string text)
        {
            foreach (var unit in MemoryMarshal.Cast<char, ushort>(text.AsSpan()))
            {
                hash = (hash ^ unit) * prime;
            }

            return (hash ^ 0xFFFF_FFFF) * prime;
        }
    }

    /// <inheritdoc/>
    public bool Equals(LabelSet? other) => other is not null && _labels.AsSpan().SequenceEqual(other._labels);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as LabelSet);

    /// <inheritdoc/>
    public override int GetHashCode() => StableHash().GetHashCode();

    /// <inheritdoc/>
    public IEnumerator<Label> GetEnumerator() => ((IEnumerable<Label>)_labels).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>As <c>kubectl</c> prints it: <c>app=checkout,tier=web</c>.</summary>
    public override string ToString() => string.Join(',', _labels);

    /// <summary>The set of labels, which are sorted in place.</summary>
    private static LabelSet InOrder(Span<Label> labels)
    {
        if (IsInOrder(labels))
        {
            return Interned(labels);
        }

        var count = 0;
        foreach (var label in labels)
        {
            var at = IndexOf(labels[..count], label.Key);
            if (at >= 0)
            {
                labels[at] = label;
                continue;
            }

            at = ~at;
            labels[at..count].CopyTo(labels[(at + 1)..]);
            labels[at] = label;
            count++;
        }

        return Interned(labels[..count]);
    }

    /// <summary>Whether the labels are sorted already, as the API server sends them.</summary>
    private static bool IsInOrder(ReadOnlySpan<Label> labels)
    {
        for (var i = 1; i < labels.Length; i++)
        {
            if (string.CompareOrdinal(labels[i - 1].Key, labels[i].Key) >= 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// A recently made set, or a new one, because many objects have the same few sets. A new set replaces the old one in its
    /// slot; a lost race only costs a copy.
    /// </summary>
    private static LabelSet Interned(ReadOnlySpan<Label> sorted)
    {
        if (sorted.IsEmpty)
        {
            return Empty;
        }

        if (sorted.Length > MostRecurring)
        {
            return new LabelSet(sorted.ToArray());
        }

        ref var slot = ref Recent[SlotOf(sorted)];
        return slot is { } recent && sorted.SequenceEqual(recent._labels) ? recent : slot = new LabelSet(sorted.ToArray());
    }

    private static uint SlotOf(ReadOnlySpan<Label> labels)
    {
        var hash = (uint)labels.Length;
        foreach (var label in labels)
        {
            var value = label.Value;
            hash = (hash * 31) + (uint)(label.Key.Length + value.Length);
            hash = value.Length == 0 ? hash : (hash * 31) + value[0] + ((uint)value[value.Length / 2] << 8) + ((uint)value[^1] << 16);
        }

        return (hash * 0x9E3779B1) >> (32 - RecentBits);
    }

    private static int IndexOf(ReadOnlySpan<Label> sorted, string key)
    {
        var (low, high) = (0, sorted.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var order = string.CompareOrdinal(sorted[middle].Key, key);
            if (order == 0)
            {
                return middle;
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return ~low;
    }
}
