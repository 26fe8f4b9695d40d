namespace Tagalong.Core.Objects;

/// <summary>The name of a cluster in configuration, events, logs and metrics.</summary>
/// <param name="Value">The name as configured; empty for the single unnamed cluster.</param>
public readonly record struct ClusterName(string Value)
{
    /// <summary>Whether the cluster has a name.</summary>
    public bool IsNamed => !string.IsNullOrEmpty(Value);

    /// <inheritdoc/>
    public override string ToString() => IsNamed ? Value : "(unnamed)";
}
