namespace Tagalong.Core.Concurrency;

/// <summary>
/// Decides whether a remembered resource version still shows that what is older was overtaken. An etcd that is restored from a backup goes back, and then
/// what is older is what there is.
/// </summary>
/// <param name="horizon">How long an event may be on its way: what arrives later is not late, but shows a state that went back.</param>
/// <param name="time">The clock.</param>
internal sealed class VersionTrust(TimeSpan horizon, TimeProvider time)
{
    private int _restores;

    /// <summary>The present, for what is noted or read now.</summary>
    public Moment Now => new(time.GetTimestamp(), Volatile.Read(ref _restores));

    /// <summary>The cluster's versions went back: none that was noted before counts any more.</summary>
    public void Distrust() => Interlocked.Increment(ref _restores);

    /// <summary>Whether a version that was noted then still overtakes older ones.</summary>
    public bool Holds(Moment noted) => noted.Restores == Volatile.Read(ref _restores) && time.GetElapsedTime(noted.At) < horizon;

    /// <summary>A point in time, and in the cluster's history.</summary>
    internal readonly record struct Moment(long At, int Restores);
}
