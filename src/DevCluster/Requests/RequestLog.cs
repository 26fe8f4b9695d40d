namespace Tagalong.DevCluster.Requests;

/// <summary>
/// The most recent requests, in the order in which they were answered. A request is in the log before its answer is
/// sent: whoever has the answer finds the record. Safe for use by many threads.
/// </summary>
public sealed class RequestLog
{
    private readonly Lock _gate = new();
    private readonly Queue<RequestRecord> _records = new();
    private readonly int _capacity;

    internal RequestLog(int capacity) => _capacity = capacity;

    /// <summary>How many gets and lists of resources are in the log.</summary>
    public int Reads => Count(record => record.IsRead);

    /// <summary>How many writes to resources are in the log, refused ones included.</summary>
    public int Writes => Count(record => record.IsWrite);

    /// <summary>The records in the log, oldest first.</summary>
    public IReadOnlyList<RequestRecord> Snapshot()
    {
        lock (_gate)
        {
            return [.. _records];
        }
    }

    /// <summary>How many records in the log meet a condition.</summary>
    /// <param name="condition">Must be quick: the log waits for it.</param>
    public int Count(Func<RequestRecord, bool> condition)
    {
        lock (_gate)
        {
            return _records.Count(condition);
        }
    }

    /// <summary>Forgets all records.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _records.Clear();
        }
    }

    internal void Add(RequestRecord record)
    {
        lock (_gate)
        {
            _records.Enqueue(record);
            if (_records.Count > _capacity)
            {
                _records.Dequeue();
            }
        }
    }
}
