using System.Text.Json.Nodes;

namespace Tagalong.Cluster.Tests;

/// <summary>Objects as a client sends them to an API server.</summary>
public static class Manifests
{
    // An Argo Rollouts in the cluster ignores objects that are marked for another instance.
    private const string AnotherInstance = "argo-rollouts.argoproj.io/controller-instance-id";

    /// <summary>A namespace.</summary>
    public static JsonObject Namespace(string name) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Namespace",
        ["metadata"] = new JsonObject { ["name"] = name },
    };

    /// <summary>A Rollout.</summary>
    /// <param name="ns">Its namespace.</param>
    /// <param name="name">Its name.</param>
    /// <param name="labels">Its labels, <c>team=payments,tier=web</c>.</param>
    public static JsonObject Rollout(string ns, string name, string labels) => ArgoObject("Rollout", ns, name, labels);

    /// <summary>An Experiment, with or without an owner.</summary>
    public static JsonObject Experiment(string ns, string name, string labels, JsonObject? owner = null) =>
        OwnedBy(owner, ArgoObject("Experiment", ns, name, labels));

    /// <summary>An AnalysisRun, with or without an owner.</summary>
    public static JsonObject AnalysisRun(string ns, string name, string labels, JsonObject? owner = null) =>
        OwnedBy(owner, ArgoObject("AnalysisRun", ns, name, labels));

    /// <summary>A ReplicaSet without pods, which selects by the label <c>app</c> of its pod template.</summary>
    /// <param name="ns">Its namespace.</param>
    /// <param name="name">Its name.</param>
    /// <param name="labels">Its labels.</param>
    /// <param name="podLabels">The labels of its pod template, <c>app</c> among them.</param>
    /// <param name="owner">The live object that controls it.</param>
    public static JsonObject ReplicaSet(string ns, string name, string labels, string podLabels, JsonObject? owner = null)
    {
        var pods = Labels(podLabels);
        return OwnedBy(owner, new JsonObject
        {
            ["apiVersion"] = "apps/v1",
            ["kind"] = "ReplicaSet",
            ["metadata"] = Metadata(ns, name, labels),
            ["spec"] = new JsonObject
            {
                ["replicas"] = 0,
                ["selector"] = new JsonObject { ["matchLabels"] = new JsonObject { ["app"] = pods["app"]!.DeepClone() } },
                ["template"] = new JsonObject
                {
                    ["metadata"] = new JsonObject { ["labels"] = pods },
                    ["spec"] = new JsonObject { ["containers"] = new JsonArray(new JsonObject { ["name"] = "c", ["image"] = "registry.example/c:1" }) },
                },
            },
        });
    }

    /// <summary>A reference to an owner that controls, as its controller writes it.</summary>
    public static JsonObject OwnerReference(JsonObject owner)
    {
        ArgumentNullException.ThrowIfNull(owner);
        return new JsonObject
        {
            ["apiVersion"] = (string?)owner["apiVersion"],
            ["kind"] = (string?)owner["kind"],
            ["name"] = (string?)owner["metadata"]!["name"],
            ["uid"] = (string?)owner["metadata"]!["uid"],
            ["controller"] = true,
            ["blockOwnerDeletion"] = true,
        };
    }

    /// <summary>The labels of an object in the order of their keys.</summary>
    public static string LabelsOf(JsonObject value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var labels = value["metadata"]!["labels"]?.AsObject() ?? [];
        return string.Join(',', labels.Where(label => label.Key != AnotherInstance).OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => $"{label.Key}={label.Value}"));
    }

    private static JsonObject ArgoObject(string kind, string ns, string name, string labels)
    {
        var metadata = Metadata(ns, name, labels);
        metadata["labels"]![AnotherInstance] = "tagalong-test";
        return new JsonObject { ["apiVersion"] = "argoproj.io/v1alpha1", ["kind"] = kind, ["metadata"] = metadata, ["spec"] = new JsonObject() };
    }

    private static JsonObject Metadata(string ns, string name, string labels) => new() { ["name"] = name, ["namespace"] = ns, ["labels"] = Labels(labels) };

    private static JsonObject OwnedBy(JsonObject? owner, JsonObject value)
    {
        if (owner is not null)
        {
            value["metadata"]!["ownerReferences"] = new JsonArray(OwnerReference(owner));
        }

        return value;
    }

    private static JsonObject Labels(string text) =>
        new(text.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(label => label.Split('=')).Select(pair => KeyValuePair.Create(pair[0], (JsonNode?)pair[1])));
}
