namespace Tagalong.DevCluster.Requests;

/// <summary>
/// The most recent requests, in the order of their responses. A request is in the log before its response is sent, so
/// a client that has the response finds the record. Thread-safe.
/// </summary>
public sealed class RequestLog
{
    private readonly Lock _gate = new();
    private readonly Queue<RequestRecord> _records = new();
    private readonly int _capacity;

    internal RequestLog(int capacity) => _capacity = capacity;

    /// <summary>The number of gets and lists of resources in the log.</summary>
    public int Reads => Count(record => record.IsRead);

    /// <summary>The number of writes to resources in the log, rejected ones included.</summary>
    public int Writes => Count(record => record.IsWrite);

    /// <summary>The records in the log, oldest first.</summary>
    public IReadOnlyList<RequestRecord> Snapshot()
    {
        lock (_gate)
        {
            return [.. _records];
        }
    }

    /// <summary>The number of records in the log for which a condition holds.</summary>
    /// <param name="condition">Must be quick: it runs under the lock of the log.</param>
    public int Count(Func<RequestRecord, bool> condition)
    {
        lock (_gate)
        {
            return _records.Count(condition);
        }
    }

    /// <summary>Removes all records.</summary>
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
