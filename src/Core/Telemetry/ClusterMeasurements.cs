using Tagalong.Core.Objects;

namespace Tagalong.Core.Telemetry;

/// <summary>The measurements of one cluster.</summary>
internal sealed class ClusterMeasurements(Instruments? instruments, ClusterName cluster)
{
    /// <summary>Records nothing.</summary>
    public static ClusterMeasurements None { get; } = new(null, default);

    /// <summary>Records one attempt of a call to the API server.</summary>
    /// <param name="operation">What the call does.</param>
    /// <param name="status">How it ended; "Cancelled" if the caller cancelled it.</param>
    /// <param name="elapsed">How long it took.</param>
    public void Attempted(string operation, string status, TimeSpan elapsed) => instruments?.Attempted(cluster, operation, status, elapsed);

    /// <summary>Records a lookup of an owner; a hit needs no read.</summary>
    public void AskedForOwner(bool isHit) => instruments?.AskedForOwner(cluster, isHit);

    /// <summary>Records objects that were skipped because they cannot be read.</summary>
    /// <param name="kind">Their kind.</param>
    /// <param name="count">How many.</param>
    public void Unreadable(string kind, int count) => instruments?.Unreadable(cluster, kind, count);

    /// <summary>Records the first label that Tagalong wrote on an object.</summary>
    /// <param name="kind">The object's kind, by the rule.</param>
    /// <param name="age">The time since the object was created.</param>
    public void LabeledFirst(string kind, TimeSpan age) => instruments?.LabeledFirst(cluster, kind, age);
}
