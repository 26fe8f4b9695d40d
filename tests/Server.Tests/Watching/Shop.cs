using System.Text.Json.Nodes;
using Tagalong.DevCluster;
using Tagalong.DevCluster.Kinds;

namespace Tagalong.Server.Tests.Watching;

/// <summary>Rollouts and their ReplicaSets in a dev cluster.</summary>
internal static class Shop
{
    private const string Rollouts = "argoproj.io/v1alpha1";

    /// <summary>A dev cluster with the Rollout <c>web</c> and so many ReplicaSets of it: <c>web-0</c>, <c>web-1</c> and so on.</summary>
    public static async Task<DevApiServer> StartAsync(int replicaSets)
    {
        var cluster = await DevApiServer.StartAsync(new DevApiServerOptions(), TestContext.Current.CancellationToken);
        AddRollout(cluster, "web");
        for (var number = 0; number < replicaSets; number++)
        {
            AddReplicaSet(cluster, $"web-{number}");
        }

        return cluster;
    }

    public static JsonObject AddRollout(DevApiServer cluster, string name) => cluster.Objects.Create(
        new JsonObject
        {
            ["apiVersion"] = Rollouts,
            ["kind"] = "Rollout",
            ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = "shop", ["labels"] = new JsonObject { ["team"] = "payments" } },
            ["spec"] = new JsonObject(),
        },
        "kubectl");

    /// <summary>Adds a ReplicaSet of the Rollout <c>web</c>, or of something else of that name.</summary>
    public static JsonObject AddReplicaSet(DevApiServer cluster, string name, (string ApiVersion, string Kind)? owner = null)
    {
        var rollout = cluster.Objects.Get(ResourceKinds.Rollout, "shop", "web")!;
        return cluster.Objects.Create(
            new JsonObject
            {
                ["apiVersion"] = "apps/v1",
                ["kind"] = "ReplicaSet",
                ["metadata"] = new JsonObject
                {
                    ["name"] = name,
                    ["namespace"] = "shop",
                    ["labels"] = Labels(),
                    ["ownerReferences"] = new JsonArray(new JsonObject
                    {
                        ["apiVersion"] = owner?.ApiVersion ?? Rollouts,
                        ["kind"] = owner?.Kind ?? "Rollout",
                        ["name"] = "web",
                        ["uid"] = (string?)rollout["metadata"]!["uid"],
                        ["controller"] = true,
                    }),
                },
                ["spec"] = new JsonObject
                {
                    ["selector"] = new JsonObject { ["matchLabels"] = Labels() },
                    ["template"] = new JsonObject { ["metadata"] = new JsonObject { ["labels"] = Labels() } },
                },
            },
            "rollouts-controller");
    }

    /// <summary>Adds a ReplicaSet in whose pod template an array is in place of the labels, as no reader can take them.</summary>
    public static void AddUnreadable(DevApiServer cluster, string name)
    {
        var made = AddReplicaSet(cluster, "made");
        cluster.Objects.Delete(ResourceKinds.ReplicaSet, "shop", "made");
        made["metadata"]!["name"] = name;
        made["metadata"]!["uid"] = name;
        made["metadata"]!.AsObject().Remove("resourceVersion");
        made["spec"]!["template"]!["metadata"]!["labels"] = new JsonArray("app");
        cluster.Objects.Seed(made);
    }

    /// <summary>How many ReplicaSets have a value of the label <c>team</c>.</summary>
    public static int CountOf(DevApiServer cluster, string team) =>
        cluster.Objects.List(ResourceKinds.ReplicaSet).Count(value => (string?)value["metadata"]!["labels"]!["team"] == team);

    public static void Relabel(DevApiServer cluster, ResourceKind kind, string name, string team)
    {
        var live = cluster.Objects.Get(kind, "shop", name)!;
        live["metadata"]!["labels"]!["team"] = team;
        cluster.Objects.Update(live, "kubectl");
    }

    /// <summary>The values of the label <c>team</c> on all ReplicaSets, each once.</summary>
    public static string Teams(DevApiServer cluster) => string.Join(',', cluster.Objects.List(ResourceKinds.ReplicaSet)
        .Select(static value => (string?)value["metadata"]!["labels"]!["team"] ?? "(none)").Distinct().Order(StringComparer.Ordinal));

    private static JsonObject Labels() => new() { ["app"] = "web" };
}
