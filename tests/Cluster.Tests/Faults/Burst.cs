using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Tagalong.DevCluster.Kinds;
using Tagalong.Testing;

namespace Tagalong.Cluster.Tests.Faults;

/// <summary>Some Rollouts with many unlabelled ReplicaSets and Experiments.</summary>
internal sealed class Burst
{
    private const int Rollouts = 5;

    private readonly ClusterApi _api;
    private readonly string _namespace;

    private Burst(ClusterApi api, string ns, IReadOnlyList<JsonObject> objects) => (_api, _namespace, Objects) = (api, ns, objects);

    /// <summary>The ReplicaSets and Experiments as created.</summary>
    public IReadOnlyList<JsonObject> Objects { get; }

    /// <param name="api">The cluster.</param>
    /// <param name="ns">The namespace.</param>
    /// <param name="each">The number of objects of each kind.</param>
    public static async Task<Burst> CreateAsync(ClusterApi api, string ns, int each)
    {
        var rollouts = new List<JsonObject>();
        for (var number = 0; number < Rollouts; number++)
        {
            rollouts.Add(await api.CreateAsync(Manifests.Rollout(ns, Name(number), $"team=team-{number}"), "rollouts-controller"));
        }

        var objects = new ConcurrentBag<JsonObject>();
        await Parallel.ForAsync(0, each, TestContext.Current.CancellationToken, async (number, _) =>
        {
            var owner = rollouts[number % Rollouts];
            objects.Add(await api.CreateAsync(Manifests.ReplicaSet(ns, Name(number), "app=web", "app=web", owner), "rollouts-controller"));
            objects.Add(await api.CreateAsync(Manifests.Experiment(ns, Name(number), "", owner), "rollouts-controller"));
        });
        return new Burst(api, ns, [.. objects]);
    }

    /// <summary>Kind and name of each object with the labels that it should have.</summary>
    public SortedDictionary<string, string> Expected() => Sorted(Objects, value =>
        $"{(value["kind"]!.GetValue<string>() == "ReplicaSet" ? "app=web," : "")}team={((string)value["metadata"]!["ownerReferences"]![0]!["name"]!).Replace("web", "team", StringComparison.Ordinal)}");

    /// <summary>Kind and name of each object with the labels that it has.</summary>
    public async Task<SortedDictionary<string, string>> LabelsAsync()
    {
        // A list of the API server does not repeat the kind in each item.
        var replicaSets = await ListAsync(ResourceKinds.ReplicaSet);
        return Sorted(replicaSets.Concat(await ListAsync(ResourceKinds.Experiment)), Manifests.LabelsOf);
    }

    private async Task<IEnumerable<JsonObject>> ListAsync(ResourceKind kind)
    {
        var values = await _api.ListAsync(kind, _namespace);
        foreach (var value in values)
        {
            value["kind"] = kind.Kind;
        }

        return values;
    }

    private static SortedDictionary<string, string> Sorted(IEnumerable<JsonObject> values, Func<JsonObject, string> labels) =>
        new(values.ToDictionary(value => $"{value["kind"]}/{value["metadata"]!["name"]}", labels), StringComparer.Ordinal);

    private static string Name(int number) => $"web-{number.ToString(CultureInfo.InvariantCulture)}";
}
