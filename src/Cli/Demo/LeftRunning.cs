namespace Tagalong.Cli.Demo;

/// <summary>What is left running after the release.</summary>
/// <param name="Kubeconfig">Where the cluster's kubeconfig is.</param>
/// <param name="Function">Where events are to be posted.</param>
internal sealed record LeftRunning(string Kubeconfig, Uri Function);
