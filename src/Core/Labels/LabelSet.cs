using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Tagalong.Core.Labels;

/// <summary>
/// An immutable set of labels, in ordinal order of their keys, each key once. Two sets with the same labels are equal.
/// </summary>
/// <remarks>An object carries a handful of labels, so a sorted array beats a hash table in both time and memory.</remarks>
public sealed class LabelSet : IReadOnlyList<Label>, IEquatable<LabelSet>
{
    /// <summary>Up to here inserting in order is the quickest way; beyond, its time grows with the square.</summary>
    private const int MostInserted = 64;

    private readonly Label[] _labels;

    private LabelSet(Label[] labels) => _labels = labels;

    /// <summary>The set without a label.</summary>
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
        ArgumentNullException.ThrowIfNull(labels);
        return From(labels.ToArray().AsSpan());
    }

    /// <inheritdoc cref="From(IEnumerable{Label})"/>
    public static LabelSet From(params IEnumerable<(string Key, string Value)> labels) =>
        From(labels.Select(label => new Label(label.Key, label.Value)));

    /// <inheritdoc cref="From(IEnumerable{Label})"/>
    public static LabelSet From(ReadOnlySpan<Label> labels)
    {
        if (labels.Length > MostInserted)
        {
            return new LabelSet([.. labels.ToArray().Reverse().DistinctBy(static label => label.Key).OrderBy(static label => label.Key, StringComparer.Ordinal)]);
        }

        var sorted = new Label[labels.Length];
        var count = 0;
        foreach (var label in labels)
        {
            var at = IndexOf(sorted.AsSpan(0, count), label.Key);
            if (at >= 0)
            {
                sorted[at] = label;
                continue;
            }

            at = ~at;
            Array.Copy(sorted, at, sorted, at + 1, count - at);
            sorted[at] = label;
            count++;
        }

        return count == 0 ? Empty : new LabelSet(count == sorted.Length ? sorted : sorted[..count]);
    }

    /// <summary>Whether the set has a key.</summary>
    public bool ContainsKey(string key) => IndexOf(_labels, key) >= 0;

    /// <summary>Whether the set has exactly this label.</summary>
    public bool Contains(Label label) => TryGetValue(label.Key, out var value) && value == label.Value;

    /// <summary>Looks a key up.</summary>
    public bool TryGetValue(string key, [NotNullWhen(true)] out string? value)
    {
        var at = IndexOf(_labels, key);
        value = at >= 0 ? _labels[at].Value : null;
        return at >= 0;
    }

    /// <summary>The labels, without a copy.</summary>
    public ReadOnlySpan<Label> AsSpan() => _labels;

    /// <summary>A hash that depends on every key and value and is the same in every run.</summary>
    public ulong StableHash()
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
