using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Tagalong.Core.Objects;

/// <summary>A list for collecting what one array of a text holds, used over and over by its thread.</summary>
/// <remarks>One collection at a time: take it, fill it, copy it out.</remarks>
internal static class Scratch<T>
{
    private const int MostKept = 1024;

    [ThreadStatic]
    private static List<T>? _list;

    public static List<T> Take()
    {
        var list = _list ??= new List<T>(16);
        list.Clear();
        return list;
    }

    public static ImmutableArray<T> Copied(List<T> list)
    {
        var copied = ImmutableArray.Create(CollectionsMarshal.AsSpan(list));
        Return(list);
        return copied;
    }

    /// <summary>Lets go of what was collected; of the list too, if one body made it large.</summary>
    public static void Return(List<T> list)
    {
        list.Clear();
        if (list.Capacity > MostKept)
        {
            _list = null;
        }
    }
}
