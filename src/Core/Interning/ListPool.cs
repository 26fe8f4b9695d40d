namespace Tagalong.Core.Interning;

/// <summary>Lists for collecting what is not known the number of before, used over and over by their thread.</summary>
internal static class ListPool<T>
{
    private const int MostKept = 1024;
    private const int MostLists = 4;

    [ThreadStatic]
    private static Stack<List<T>>? _lists;

    /// <summary>An empty list. Who does not return it costs the next one a new list, and nothing else.</summary>
    public static List<T> Take() => _lists is { } lists && lists.TryPop(out var list) ? list : new List<T>(16);

    /// <summary>Lets go of what was collected; of the list too, if one body made it large.</summary>
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
