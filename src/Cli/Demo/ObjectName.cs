using System.Text.Json.Nodes;
using Tagalong.DevCluster;
using Tagalong.DevCluster.Kinds;

namespace Tagalong.Cli.Demo;

/// <summary>The kind and the name of an object. All objects of the demo are in one namespace.</summary>
internal sealed record ObjectName(ResourceKind Kind, string Name)
{
    public const string Namespace = "shop";

    public static ResourceKind[] Kinds { get; } = [ResourceKinds.Rollout, ResourceKinds.Experiment, ResourceKinds.ReplicaSet];

    public static ObjectName Of(JsonObject value) => new(ResourceKinds.Of(value)!, value["metadata"]!["name"]!.GetValue<string>());

    /// <exception cref="InvalidOperationException">The object does not exist.</exception>
    public JsonObject ReadFrom(ClusterObjects objects) =>
        objects.Get(Kind, Namespace, Name) ?? throw new InvalidOperationException($"{this} does not exist.");

    /// <summary>As kubectl prints it: <c>replicaset/checkout-5787c9fcb6</c>.</summary>
    public override string ToString() => $"{Kind.Kind.ToLowerInvariant()}/{Name}";
}
