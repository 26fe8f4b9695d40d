using Tagalong.Testing;

namespace Tagalong.Cluster.Tests.Servers;

/// <summary>The kinds of Argo Rollouts, for clusters without Argo Rollouts.</summary>
internal static class ArgoRollouts
{
    /// <summary>The resources that its CustomResourceDefinitions define.</summary>
    public static IReadOnlyList<string> Resources { get; } = ["rollouts.argoproj.io", "experiments.argoproj.io", "analysisruns.argoproj.io"];

    /// <summary>The CustomResourceDefinitions in the order of <see cref="Resources"/>, one YAML document each.</summary>
    public static string Manifests { get; } = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Servers", "argo-rollouts.yaml"));

    /// <summary>Waits until the API server serves them.</summary>
    public static Task WaitAsync(Kubectl kubectl) =>
        kubectl.RunAsync($"wait --for=condition=Established --timeout=30s {string.Join(' ', Resources.Select(name => $"crd/{name}"))}");
}
