namespace Tagalong.Core.Objects;

/// <summary>The name by which configuration, events, logs and metrics know a cluster.</summary>
/// <param name="Value">The name as configured; empty for the one cluster that nobody named.</param>
public readonly record struct ClusterName(string Value)
{
    /// <summary>Whether somebody gave the cluster a name.</summary>
    public bool IsNamed => !string.IsNullOrEmpty(Value);

    /// <inheritdoc/>
    public override string ToString() => IsNamed ? Value : "(unnamed)";
}
