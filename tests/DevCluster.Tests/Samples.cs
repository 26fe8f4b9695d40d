using System.Text.Json.Nodes;

namespace Tagalong.DevCluster.Tests;

/// <summary>Small objects for tests.</summary>
internal static class Samples
{
    public static JsonObject ReplicaSet(string @namespace, string name, params (string Key, string Value)[] labels) =>
        With(JsonNode.Parse(
            """
            {
              "apiVersion": "apps/v1",
              "kind": "ReplicaSet",
              "metadata": {},
              "spec": {
                "replicas": 1,
                "selector": { "matchLabels": { "app": "web" } },
                "template": {
                  "metadata": { "labels": { "app": "web" } },
                  "spec": { "containers": [ { "name": "web", "image": "registry.example/web:1" } ] }
                }
              }
            }
            """)!.AsObject(), @namespace, name, labels);

    public static JsonObject Rollout(string @namespace, string name, params (string Key, string Value)[] labels) =>
        With(JsonNode.Parse("""{"apiVersion":"argoproj.io/v1alpha1","kind":"Rollout","metadata":{},"spec":{"replicas":1}}""")!.AsObject(), @namespace, name, labels);

    public static JsonObject Experiment(string @namespace, string name, params (string Key, string Value)[] labels) =>
        With(JsonNode.Parse("""{"apiVersion":"argoproj.io/v1alpha1","kind":"Experiment","metadata":{},"spec":{"duration":"5m"}}""")!.AsObject(), @namespace, name, labels);

    /// <summary>The body of an apply of these labels.</summary>
    public static JsonObject Labels(string name, params (string Key, string Value)[] labels) =>
        With(JsonNode.Parse("""{"apiVersion":"apps/v1","kind":"ReplicaSet","metadata":{}}""")!.AsObject(), null, name, labels);

    /// <summary>An object owned by another.</summary>
    public static JsonObject OwnedBy(this JsonObject value, JsonObject owner)
    {
        value["metadata"]!["ownerReferences"] = new JsonArray(new JsonObject
        {
            ["apiVersion"] = owner["apiVersion"]!.DeepClone(),
            ["kind"] = owner["kind"]!.DeepClone(),
            ["name"] = owner["metadata"]!["name"]!.DeepClone(),
            ["uid"] = owner["metadata"]!["uid"]!.DeepClone(),
            ["controller"] = true,
            ["blockOwnerDeletion"] = true,
        });
        return value;
    }

    public static JsonObject In(this JsonObject value, string @namespace)
    {
        value["metadata"]!["namespace"] = @namespace;
        return value;
    }

    public static JsonObject WithFinalizer(this JsonObject value, string finalizer)
    {
        value["metadata"]!["finalizers"] = new JsonArray(finalizer);
        return value;
    }

    private static JsonObject With(JsonObject value, string? @namespace, string name, (string Key, string Value)[] labels)
    {
        var metadata = value["metadata"]!;
        metadata["name"] = name;
        if (@namespace is not null)
        {
            metadata["namespace"] = @namespace;
        }

        if (labels.Length > 0)
        {
            metadata["labels"] = new JsonObject(labels.Select(label => KeyValuePair.Create(label.Key, (JsonNode?)label.Value)));
        }

        return value;
    }
}
