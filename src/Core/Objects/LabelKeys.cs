using System.Collections.Immutable;
using Tagalong.Core.Interning;

namespace Tagalong.Core.Objects;

/// <summary>
/// Keys of labels as an array, which beats a hash table for the few that objects have. Many keys are sorted, so that to find each of them in
/// another set takes no time that grows with the square: an API server bounds their number by the size of the object alone.
/// </summary>
internal static class LabelKeys
{
    /// <summary>So many keys are searched one by one, in any order.</summary>
    public const int Few = 64;

    /// <summary>The keys of a list, which returns to <see cref="ListPool{T}"/>.</summary>
    public static ImmutableArray<string> Collected(List<string> keys)
    {
        if (keys.Count > Few)
        {
            keys.Sort(StringComparer.Ordinal);
        }

        return InternedArrays<string>.Of(keys);
    }

    /// <summary>Whether a key is among those that were collected.</summary>
    public static bool Has(this ImmutableArray<string> keys, string key) => keys.Length <= Few
        ? keys.Contains(key)
        : keys.AsSpan().BinarySearch(key, StringComparer.Ordinal) >= 0;
}
