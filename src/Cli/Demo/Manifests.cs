using Tagalong.DevCluster.Kinds;

namespace Tagalong.Cli.Demo;

/// <summary>The objects of the release, as Argo Rollouts 1.8 creates them: with few labels.</summary>
internal static class Manifests
{
    private const string StableHash = "8668bffb96";
    private const string CanaryHash = "5787c9fcb6";
    private const string RolloutUid = "2f6c1b0e-6a55-4a0c-9a07-0c5d6f0f7a01";
    private const string ExperimentUid = "2f6c1b0e-6a55-4a0c-9a07-0c5d6f0f7a02";

    public static ObjectName Rollout { get; } = new(ResourceKinds.Rollout, "checkout");

    public static ObjectName StableReplicaSet { get; } = new(ResourceKinds.ReplicaSet, $"checkout-{StableHash}");

    public static ObjectName CanaryReplicaSet { get; } = new(ResourceKinds.ReplicaSet, $"checkout-{CanaryHash}");

    public static ObjectName Experiment { get; } = new(ResourceKinds.Experiment, $"checkout-{CanaryHash}-2-1");

    public static ObjectName BaselineReplicaSet { get; } = new(ResourceKinds.ReplicaSet, $"{Experiment.Name}-baseline");

    public static ObjectName ContenderReplicaSet { get; } = new(ResourceKinds.ReplicaSet, $"{Experiment.Name}-canary");

    public const string NewRollout = $$"""
        {
          "apiVersion": "argoproj.io/v1alpha1", "kind": "Rollout",
          "metadata": {
            "name": "checkout", "namespace": "{{ObjectName.Namespace}}", "uid": "{{RolloutUid}}",
            "labels": {
              "team": "payments", "cost-center": "cc-1042",
              "app.kubernetes.io/name": "checkout", "app.kubernetes.io/part-of": "shop",
              "argocd.argoproj.io/instance": "shop-prod",
              "argo-rollouts.argoproj.io/controller-instance-id": "blue"
            }
          },
          "spec": {
            "replicas": 2,
            "selector": { "matchLabels": { "app": "checkout" } },
            "strategy": {
              "canary": {
                "canaryMetadata": { "labels": { "role": "canary" } },
                "stableMetadata": { "labels": { "role": "stable" } },
                "steps": [
                  { "setWeight": 50 },
                  { "experiment": { "duration": "8s", "templates": [
                    { "name": "baseline", "service": {}, "specRef": "stable" }, { "name": "canary", "service": {}, "specRef": "canary" }
                  ] } }
                ]
              }
            },
            "template": {
              "metadata": { "labels": { "app": "checkout", "tier": "web", "version": "v2" } },
              "spec": { "containers": [ { "name": "checkout", "image": "registry.example/checkout:2.3.1" } ] }
            }
          }
        }
        """;

    public static string NewStableReplicaSet { get; } = OfRollout(StableReplicaSet, revision: 1, StableHash, replicas: 2, role: "stable", "2.3.1");

    public static string NewCanaryReplicaSet { get; } = OfRollout(CanaryReplicaSet, revision: 2, CanaryHash, replicas: 0, role: "canary", "2.4.0");

    public static string NewExperiment { get; } = $$"""
        {
          "apiVersion": "argoproj.io/v1alpha1", "kind": "Experiment",
          "metadata": {
            "name": "{{Experiment.Name}}", "namespace": "{{ObjectName.Namespace}}", "uid": "{{ExperimentUid}}",
            "annotations": { "rollout.argoproj.io/revision": "2" },
            "labels": { "rollouts-pod-template-hash": "{{CanaryHash}}", "argo-rollouts.argoproj.io/controller-instance-id": "blue" },
            "ownerReferences": [ {{OwnedBy(Rollout, RolloutUid)}} ]
          },
          "spec": {
            "duration": "8s",
            "templates": [
              { "name": "baseline", "service": {}, {{Pods(StableHash, "stable", "2.3.1")}} },
              { "name": "canary", "service": {}, {{Pods(CanaryHash, "canary", "2.4.0")}} }
            ]
          },
          "status": {}
        }
        """;

    public static string NewBaselineReplicaSet { get; } = OfExperiment(BaselineReplicaSet, "67d65fd7df", "stable", "2.3.1");

    public static string NewContenderReplicaSet { get; } = OfExperiment(ContenderReplicaSet, "7c9b6d5f4c", "canary", "2.4.0");

    /// <summary>A Rollout's ReplicaSet has its pod template's labels except <c>role</c>, which Argo adds to the template only.</summary>
    private static string OfRollout(ObjectName name, int revision, string hash, int replicas, string role, string image) => ReplicaSet(
        name,
        annotations: $$$"""
            "rollout.argoproj.io/revision": "{{{revision}}}", "rollout.argoproj.io/desired-replicas": "2",
            "rollout.argoproj.io/ephemeral-metadata": "{\"labels\":{\"role\":\"{{{role}}}\"}}"
            """,
        labels: $""" "app": "checkout", "tier": "web", "version": "v2", "rollouts-pod-template-hash": "{hash}" """,
        OwnedBy(Rollout, RolloutUid),
        replicas,
        Pods(hash, role, image));

    /// <summary>An Experiment's ReplicaSet has only the hash.</summary>
    private static string OfExperiment(ObjectName name, string hash, string role, string image) => ReplicaSet(
        name,
        annotations: $""" "experiment.argoproj.io/name": "{Experiment.Name}", "experiment.argoproj.io/template-name": "{name.Name.Split('-')[^1]}" """,
        labels: $""" "rollouts-pod-template-hash": "{hash}" """,
        OwnedBy(Experiment, ExperimentUid),
        replicas: 0,
        Pods(hash, role, image));

    private static string ReplicaSet(ObjectName name, string annotations, string labels, string owner, int replicas, string pods) => $$"""
        {
          "apiVersion": "apps/v1", "kind": "ReplicaSet",
          "metadata": {
            "name": "{{name.Name}}", "namespace": "{{ObjectName.Namespace}}",
            "annotations": { {{annotations}} }, "labels": { {{labels}} }, "ownerReferences": [ {{owner}} ]
          },
          "spec": { "replicas": {{replicas}}, {{pods}} }
        }
        """;

    private static string OwnedBy(ObjectName owner, string uid) => $$"""
        {
          "apiVersion": "{{owner.Kind.ApiVersion}}", "kind": "{{owner.Kind.Kind}}", "name": "{{owner.Name}}", "uid": "{{uid}}",
          "controller": true, "blockOwnerDeletion": true
        }
        """;

    private static string Pods(string hash, string role, string image) => $$"""
        "selector": { "matchLabels": { "app": "checkout", "rollouts-pod-template-hash": "{{hash}}" } },
        "template": {
          "metadata": {
            "labels": { "app": "checkout", "role": "{{role}}", "tier": "web", "version": "v2", "rollouts-pod-template-hash": "{{hash}}" }
          },
          "spec": { "containers": [ { "name": "checkout", "image": "registry.example/checkout:{{image}}" } ] }
        }
        """;
}
