namespace Tagalong.Cli.Reporting;

/// <summary>The first few of many, and how many there were.</summary>
/// <typeparam name="T">What they are.</typeparam>
/// <param name="most">How many are kept.</param>
internal sealed class Sample<T>(int most)
{
    private readonly List<T> _kept = [];

    /// <summary>Those that are kept.</summary>
    public IReadOnlyList<T> Kept => _kept;

    /// <summary>How many there were.</summary>
    public long Count { get; private set; }

    /// <summary>Takes one.</summary>
    public void Add(T item)
    {
        Count++;
        if (_kept.Count < most)
        {
            _kept.Add(item);
        }
    }
}
