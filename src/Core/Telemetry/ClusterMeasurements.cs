using Tagalong.Core.Objects;

namespace Tagalong.Core.Telemetry;

/// <summary>What the parts of one cluster measure while they work.</summary>
internal sealed class ClusterMeasurements(Instruments? instruments, ClusterName cluster)
{
    /// <summary>Of a connection that nobody measures.</summary>
    public static ClusterMeasurements None { get; } = new(null, default);

    /// <summary>An attempt of a call to the API server ended.</summary>
    /// <param name="operation">What it was to do.</param>
    /// <param name="status">How it ended; "Cancelled" if the caller cancelled it.</param>
    /// <param name="elapsed">How long it took.</param>
    public void Attempted(string operation, string status, TimeSpan elapsed) => instruments?.Attempted(cluster, operation, status, elapsed);

    /// <summary>An owner was asked for.</summary>
    /// <param name="isHit">Whether that took no read of its own.</param>
    public void AskedForOwner(bool isHit) => instruments?.AskedForOwner(cluster, isHit);

    /// <summary>An object has its first label of Tagalong's.</summary>
    /// <param name="kind">The object's kind, by the rule.</param>
    /// <param name="age">The time since the object was made.</param>
    public void LabeledFirst(string kind, TimeSpan age) => instruments?.LabeledFirst(cluster, kind, age);
}
