using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Tagalong.Core.Interning;

/// <summary>
/// Turns a collected list into an array and gives the same array again for a list that it saw lately: the events of an object
/// repeat its owners, its selector and who owns its labels without end.
/// </summary>
/// <remarks>As in <see cref="StringPool"/>: bounded whatever arrives, and a lost race only costs a copy.</remarks>
internal static class InternedArrays<T>
    where T : IEquatable<T>
{
    private const uint Slots = 1024;
    private const int LongestKept = 16;

    private static readonly T[]?[] Kept = new T[]?[Slots];

    /// <summary>The array of what a list holds; the list goes back to <see cref="ListPool{T}"/>.</summary>
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
