namespace Tagalong.Core.Interning;

/// <summary>Reusable lists, per thread.</summary>
internal static class ListPool<T>
{
    private const int MostKept = 1024;
    private const int MostLists = 4;

    [ThreadStatic]
    private static Stack<List<T>>? _lists;

    /// <summary>An empty list. A caller that does not return it costs the next caller a new list, and nothing else.</summary>
    public static List<T> Take() => _lists is { } lists && lists.TryPop(out var list) ? list : new List<T>(16);

    /// <summary>Clears the list and keeps it for the next caller, unless it grew large.</summary>
    public static void Return(List<T> list)
    {
        list.Clear();
        _lists ??= new Stack<List<T>>(MostLists);
        if (list.Capacity <= MostKept && _lists.Count < MostLists)
        {
            _lists.Push(list);
        }
    }
}
