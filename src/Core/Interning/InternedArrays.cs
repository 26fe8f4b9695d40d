using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Tagalong.Core.Interning;

/// <summary>
/// Makes an array from a list and returns the same array for a recently seen list, because the events of an object repeat its
/// owners, its selector and its field managers.
/// </summary>
/// <remarks>A table of fixed size without a lock, as in <see cref="StringPool"/>.</remarks>
internal static class InternedArrays<T>
    where T : IEquatable<T>
{
    private const uint Slots = 1024;
    private const int LongestKept = 16;

    private static readonly T[]?[] Kept = new T[]?[Slots];

    /// <summary>The array for a list, which returns to <see cref="ListPool{T}"/>.</summary>
    public static ImmutableArray<T> Of(List<T> collected)
    {
        var array = Of(CollectionsMarshal.AsSpan(collected));
        ListPool<T>.Return(collected);
        return array;
    }

    private static ImmutableArray<T> Of(ReadOnlySpan<T> elements)
    {
        if (elements.Length is 0 or > LongestKept)
        {
            return [.. elements];
        }

        ref var kept = ref Kept[SlotOf(elements)];
        var array = kept;
        if (array is null || !elements.SequenceEqual(array))
        {
            kept = array = elements.ToArray();
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(array);
    }

    private static uint SlotOf(ReadOnlySpan<T> elements) =>
        (uint)HashCode.Combine(elements.Length, elements[0], elements[^1]) % Slots;
}
