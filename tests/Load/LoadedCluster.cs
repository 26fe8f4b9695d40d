using System.Text;
using System.Text.Json.Nodes;
using Tagalong.DevCluster;
using Tagalong.DevCluster.Kinds;

namespace Tagalong.Load;

/// <summary>A dev cluster with a Rollout and a number of unlabelled ReplicaSets of it.</summary>
internal sealed class LoadedCluster : IAsyncDisposable
{
    private readonly byte[][] _bodies;

    private LoadedCluster(string name, DevApiServer server, string kubeconfig, byte[][] bodies) =>
        (Name, Server, Kubeconfig, _bodies) = (name, server, kubeconfig, bodies);

    public string Name { get; }

    public DevApiServer Server { get; }

    public string Kubeconfig { get; }

    public int Count => _bodies.Length;

    public static async Task<LoadedCluster> StartAsync(string name, int count, CancellationToken cancellationToken)
    {
        var server = await DevApiServer.StartAsync(new DevApiServerOptions { HistorySize = (4 * count) + 100 }, cancellationToken);
        var rollout = server.Objects.Create(Parse(
            """{"apiVersion":"argoproj.io/v1alpha1","kind":"Rollout","metadata":{"name":"checkout","namespace":"shop","labels":{"team":"payments"}}}"""), "kubectl");
        var uid = rollout["metadata"]!["uid"]!.GetValue<string>();
        var bodies = Enumerable.Range(0, count).Select(index => Encoding.UTF8.GetBytes(server.Objects.Create(Parse($$"""
            {"apiVersion":"apps/v1","kind":"ReplicaSet","metadata":{"name":"checkout-{{index}}","namespace":"shop","labels":{"app":"checkout"},
            "ownerReferences":[{"apiVersion":"argoproj.io/v1alpha1","kind":"Rollout","name":"checkout","uid":"{{uid}}","controller":true}]},
            "spec":{"selector":{"matchLabels":{"app":"checkout"} },"template":{"metadata":{"labels":{"app":"checkout"} } } } }
            """), "rollouts-controller").ToJsonString())).ToArray();
        var kubeconfig = Path.GetTempFileName();
        await File.WriteAllTextAsync(kubeconfig, server.KubeconfigFor(), cancellationToken);
        return new LoadedCluster(name, server, kubeconfig, bodies);
    }

    /// <summary>The event of a ReplicaSet, as Knative sends it.</summary>
    public HttpRequestMessage Event(int index)
    {
        var message = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new ByteArrayContent(_bodies[index]) };
        message.Content.Headers.ContentType = new("application/json");
        foreach (var (name, value) in (IEnumerable<(string, string)>)
            [
                ("ce-specversion", "1.0"), ("ce-id", $"{Name}-{index}"), ("ce-source", "https://10.96.0.1:443"),
                ("ce-type", "dev.knative.apiserver.resource.add"), ("ce-cluster", Name),
            ])
        {
            message.Headers.Add(name, value);
        }

        return message;
    }

    /// <summary>The number of labelled ReplicaSets among the first ones.</summary>
    public int Labeled(int count) => Enumerable.Range(0, count).Count(IsLabeled);

    /// <summary>Whether a ReplicaSet has its label.</summary>
    public bool IsLabeled(int index) => (string?)Live(index)["metadata"]!["labels"]!["team"] == "payments";

    /// <summary>The current state of a ReplicaSet.</summary>
    public JsonObject Live(int index) => Server.Objects.Get(ResourceKinds.ReplicaSet, "shop", $"checkout-{index}")!;

    public ValueTask DisposeAsync()
    {
        File.Delete(Kubeconfig);
        return Server.DisposeAsync();
    }

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();
}
