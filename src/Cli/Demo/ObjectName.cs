using System.Text.Json.Nodes;
using Tagalong.DevCluster;
using Tagalong.DevCluster.Kinds;

namespace Tagalong.Cli.Demo;

/// <summary>An object of the release: its kind and its name. All of them live in one namespace.</summary>
internal sealed record ObjectName(ResourceKind Kind, string Name)
{
    /// <summary>The namespace of the release.</summary>
    public const string Namespace = "shop";

    /// <summary>The name that an object says it has.</summary>
    public static ObjectName Of(JsonObject value) => new(ResourceKinds.Of(value)!, value["metadata"]!["name"]!.GetValue<string>());

    /// <summary>The object as the cluster has it now.</summary>
    /// <exception cref="InvalidOperationException">It does not exist.</exception>
    public JsonObject ReadFrom(ClusterObjects objects) =>
        objects.Get(Kind, Namespace, Name) ?? throw new InvalidOperationException($"{this} does not exist.");

    /// <summary>As kubectl writes it: <c>replicaset/checkout-5787c9fcb6</c>.</summary>
    public override string ToString() => $"{Kind.Kind.ToLowerInvariant()}/{Name}";
}
