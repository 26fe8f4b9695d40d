using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Tagalong.Core.Objects;

/// <summary>A list for collecting what one array of a text holds, used over and over by its thread.</summary>
/// <remarks>One collection at a time: take it, fill it, copy it out.</remarks>
internal static class Scratch<T>
{
    [ThreadStatic]
    private static List<T>? _list;

    public static List<T> Take()
    {
        var list = _list ??= new List<T>(16);
        list.Clear();
        return list;
    }

    public static ReadOnlySpan<T> Filled(List<T> list) => CollectionsMarshal.AsSpan(list);

    public static ImmutableArray<T> Copied(List<T> list) => ImmutableArray.Create(Filled(list));
}
