namespace Tagalong.Cli.Reporting;

/// <summary>Keeps the first items and counts all of them.</summary>
internal sealed class BoundedList<T>(int capacity)
{
    private readonly List<T> _items = [];

    /// <summary>The first items, at most the capacity.</summary>
    public IReadOnlyList<T> Items => _items;

    /// <summary>How many items were added.</summary>
    public long Count { get; private set; }

    public void Add(T item)
    {
        Count++;
        if (_items.Count < capacity)
        {
            _items.Add(item);
        }
    }
}
