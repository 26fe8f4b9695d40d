using Tagalong.Core.Objects;
using Tagalong.Core.Rules;

namespace Tagalong.Core.Watching;

/// <summary>
/// Finds out which of the listed and watched objects of one kind changed in a way that matters since they were last relayed,
/// and adds their events to the pending ones.
/// </summary>
internal sealed class ObjectChanges(WatchedKind kind, LabelPolicy policy, PendingEvents pending, RelayMeasurements measurements, TimeProvider time)
{
    private SeenObjects _seen = new();

    public int RememberedCount => _seen.Count;

    public int PendingCount => pending.Count;

    /// <summary>How many objects were shown since the list began.</summary>
    public long ShownCount { get; private set; }

    public void BeginList()
    {
        _seen.BeginList();
        ShownCount = 0;
    }

    /// <summary>All objects were shown since <see cref="BeginList"/>: the others do not exist any more.</summary>
    public void EndList() => _seen.EndList();

    /// <summary>Notes an object that exists.</summary>
    /// <returns>Whether it has to be relayed.</returns>
    public bool Show(ObjectSnapshot item)
    {
        _seen.Listed(item);
        ShownCount++;
        var isNews = kind.MayMatter(item, policy) && !_seen.IsSame(item, kind.HashOf(item));
        measurements.Seen(kind, isNews);
        return isNews;
    }

    /// <summary>Forgets all objects, so that each is relayed when it is shown next.</summary>
    public void Forget() => _seen = new SeenObjects();

    public void Delete(ObjectSnapshot item)
    {
        ShownCount++;
        _seen.Forget(item);
    }

    /// <summary>
    /// Adds the event of an object, whose text is empty if there was no room for it. The object is remembered only afterwards, so that a cancelled call is
    /// repeated.
    /// </summary>
    public async ValueTask RelayAsync(ObjectSnapshot item, ReadOnlyMemory<byte> text, ClusterName cluster, CancellationToken cancellationToken)
    {
        var cloudEvent = new RelayedEvent(!_seen.Knows(item), item.Reference, kind.Type, item.ResourceVersion, cluster, time.GetUtcNow(), text);
        cloudEvent = text.IsEmpty ? cloudEvent.WithoutState() : cloudEvent;
        await pending.AddAsync(cloudEvent, cancellationToken).ConfigureAwait(false);
        _seen.Remember(item, kind.HashOf(item));
    }
}
