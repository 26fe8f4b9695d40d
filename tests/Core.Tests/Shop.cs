using System.Text;
using System.Text.Json.Nodes;
using Tagalong.Core.Events;
using Tagalong.DevCluster;
using Tagalong.DevCluster.Kinds;

namespace Tagalong.Core.Tests;

/// <summary>A namespace in a dev cluster, in which Rollouts, their children and their children's children are made and relabelled.</summary>
internal sealed class Shop(DevApiServer cluster)
{
    private const string Namespace = "shop";

    /// <summary>Makes an object. The API server tells times to the second, so what is to be older than a relabelling is made in the past.</summary>
    /// <param name="kind">The kind: <c>Rollout</c>.</param>
    /// <param name="name">The name.</param>
    /// <param name="labels">Its labels: <c>team=payments</c>.</param>
    /// <param name="owner">Its controlling owner, kind and name, or null.</param>
    /// <param name="made">When, or null for now.</param>
    public JsonObject Create(string kind, string name, string labels, string? owner = null, DateTimeOffset? made = null)
    {
        var value = new JsonObject
        {
            ["apiVersion"] = kind == "ReplicaSet" ? "apps/v1" : "argoproj.io/v1alpha1",
            ["kind"] = kind,
            ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = Namespace, ["labels"] = LabelsOf(labels) },
            ["spec"] = kind != "ReplicaSet" ? new JsonObject() : JsonNode.Parse(
                """{"selector":{"matchLabels":{"app":"checkout"}},"template":{"metadata":{"labels":{"app":"checkout"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}"""),
        };
        if (owner?.Split('/') is [var ownerKind, var ownerName])
        {
            value["metadata"]!["ownerReferences"] = new JsonArray(new JsonObject
            {
                ["apiVersion"] = "argoproj.io/v1alpha1",
                ["kind"] = ownerKind,
                ["name"] = ownerName,
                ["uid"] = (string?)Get(ownerKind, ownerName)["metadata"]!["uid"],
                ["controller"] = true,
            });
        }

        var created = cluster.Objects.Create(value, "rollouts-controller");
        return made is { } time ? Age(created, time) : created;
    }

    /// <summary>A Rollout that has been there for years, with so many new ReplicaSets that have none of its labels yet.</summary>
    public void CreateRollout(string name, int replicaSets)
    {
        Create("Rollout", name, "team=payments", made: DateTimeOffset.Parse("2020-01-01T00:00:00Z", null));
        for (var i = 0; i < replicaSets; i++)
        {
            Create("ReplicaSet", $"{name}-{i}", "app=checkout", owner: $"Rollout/{name}");
        }
    }

    /// <summary>Makes a ReplicaSet in whose pod template an array is in place of the labels, as no reader can take them.</summary>
    public void CreateUnreadable(string name, string owner)
    {
        var value = Create("ReplicaSet", name, "app=checkout", owner);
        value["spec"]!["template"]!["metadata"]!["labels"] = new JsonArray("app");
        cluster.Objects.Seed(value);
    }

    public void Relabel(string kind, string name, string key, string? value, string manager = "kubectl-label")
    {
        var current = Get(kind, name);
        var labels = (current["metadata"]!["labels"] ??= new JsonObject()).AsObject();
        labels.Remove(key);
        if (value is not null)
        {
            labels[key] = value;
        }

        cluster.Objects.Update(current, manager);
    }

    public void ChangeStatus(string kind, string name, string status)
    {
        var current = Get(kind, name);
        current["status"] = JsonNode.Parse(status);
        cluster.Objects.UpdateStatus(current, "rollouts-controller");
    }

    public JsonObject Get(string kind, string name) => cluster.Objects.Get(KindOf(kind), Namespace, name)!;

    public void Delete(string kind, string name) => cluster.Objects.Delete(KindOf(kind), Namespace, name);

    /// <summary>An object's labels, by their keys.</summary>
    public string LabelsOf(string kind, string name) => string.Join(
        ',',
        (Get(kind, name)["metadata"]!["labels"]?.AsObject() ?? []).OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => $"{label.Key}={label.Value}"));

    /// <summary>How many objects of a kind have a label.</summary>
    public int Count(string kind, string key, string value) =>
        cluster.Objects.List(KindOf(kind), Namespace).Count(item => (string?)item["metadata"]!["labels"]?[key] == value);

    /// <summary>The event of what an object is like now.</summary>
    public EventEnvelope EventOf(string kind, string name, string change = "update", bool isBelieved = true) =>
        EventOf(Get(kind, name), change, isBelieved);

    /// <inheritdoc cref="EventOf(string, string, string, bool)"/>
    public static EventEnvelope EventOf(JsonObject shown, string change = "update", bool isBelieved = true) => new()
    {
        Id = "1",
        Type = $"dev.knative.apiserver.resource.{change}",
        Data = Encoding.UTF8.GetBytes(shown.ToJsonString()),
        IsSenderAuthenticated = isBelieved,
    };

    private JsonObject Age(JsonObject value, DateTimeOffset made)
    {
        value["metadata"]!["creationTimestamp"] = made.ToString("yyyy-MM-ddTHH:mm:ssZ", null);
        foreach (var entry in value["metadata"]!["managedFields"]!.AsArray())
        {
            entry!["time"] = made.ToString("yyyy-MM-ddTHH:mm:ssZ", null);
        }

        return cluster.Objects.Seed(value);
    }

    private static JsonObject LabelsOf(string labels) => new(labels.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(label => label.Split('='))
        .Select(pair => KeyValuePair.Create(pair[0], (JsonNode?)pair[1])));

    private static ResourceKind KindOf(string kind) => kind switch
    {
        "Rollout" => ResourceKinds.Rollout,
        "Experiment" => ResourceKinds.Experiment,
        "AnalysisRun" => ResourceKinds.AnalysisRun,
        "ReplicaSet" => ResourceKinds.ReplicaSet,
        _ => throw new ArgumentException($"'{kind}' is no kind of a shop.", nameof(kind)),
    };
}
