using System.Text.Json.Nodes;
using Tagalong.DevCluster;
using Tagalong.DevCluster.Kinds;

namespace Tagalong.Testing;

/// <summary>The labels of all objects that Argo Rollouts creates in a cluster.</summary>
public static class ClusterLabels
{
    /// <summary>Kind and name of each Experiment, ReplicaSet and AnalysisRun, with its labels in the order of their keys.</summary>
    public static SortedDictionary<string, string> In(DevApiServer cluster)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        ResourceKind[] kinds = [ResourceKinds.Experiment, ResourceKinds.ReplicaSet, ResourceKinds.AnalysisRun];
        var objects = kinds.SelectMany(kind => cluster.Objects.List(kind));
        return new SortedDictionary<string, string>(objects.ToDictionary(NameOf, LabelsOf), StringComparer.Ordinal);
    }

    private static string NameOf(JsonObject value) => $"{value["kind"]}/{value["metadata"]!["name"]}";

    private static string LabelsOf(JsonObject value) =>
        value["metadata"]!["labels"]?.AsObject() is { Count: > 0 } labels
            ? string.Join(',', labels.OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => $"{label.Key}={label.Value}"))
            : "(none)";
}
