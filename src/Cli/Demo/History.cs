namespace Tagalong.Cli.Demo;

/// <summary>What was seen while a release was played. Safe for use by many threads.</summary>
internal sealed class History
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ObjectName, ObjectLabels> _before = [];
    private readonly List<Delivery> _deliveries = [];

    /// <summary>Every event so far, in the order of the answers.</summary>
    public IReadOnlyList<Delivery> Deliveries
    {
        get
        {
            lock (_lock)
            {
                return [.. _deliveries];
            }
        }
    }

    /// <summary>The objects whose event, the last one of each, was not taken.</summary>
    public IReadOnlyList<ObjectName> Refused =>
        [.. Deliveries.GroupBy(delivery => delivery.Object).Where(ofObject => !ofObject.Last().IsAccepted).Select(ofObject => ofObject.Key)];

    /// <summary>Notes how an object looked when Tagalong met it. Later looks are not noted.</summary>
    public void Meet(ObjectName name, ObjectLabels labels)
    {
        lock (_lock)
        {
            _before.TryAdd(name, labels);
        }
    }

    /// <summary>Notes an event.</summary>
    public void Note(Delivery delivery)
    {
        lock (_lock)
        {
            _deliveries.Add(delivery);
        }
    }

    /// <summary>How an object looked when Tagalong met it; null if it never did.</summary>
    public ObjectLabels? Before(ObjectName name)
    {
        lock (_lock)
        {
            return _before.GetValueOrDefault(name);
        }
    }
}
