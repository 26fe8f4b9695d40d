using System.Collections.Frozen;
using System.Collections.Immutable;
using CsCheck;
using Tagalong.Core.Objects;
using Tagalong.Core.Rules;
using Tagalong.Core.Sources;

namespace Tagalong.Core.Tests.Labels;

/// <summary>Objects and rules that a test needs some of, and says of them only what matters to it.</summary>
internal static class Any
{
    public static ResourceType ReplicaSets { get; } = new("apps", "v1", "ReplicaSet", "replicasets");

    public static ResourceType Experiments { get; } = new("argoproj.io", "v1alpha1", "Experiment", "experiments");

    public static ResourceType AnalysisRuns { get; } = new("argoproj.io", "v1alpha1", "AnalysisRun", "analysisruns");

    public static ResourceType Rollouts { get; } = new("argoproj.io", "v1alpha1", "Rollout", "rollouts");

    public static Gen<T> Of<T>(params T[] choices) => Gen.Int[0, choices.Length - 1].Select(index => choices[index]);

    public static LabelRule Rule(params ImmutableArray<LabelSourceKind> sources) => new()
    {
        Name = "some-rule",
        Target = ReplicaSets,
        Owners = [Rollouts],
        Sources = [.. sources.Select(kind => new LabelSource(kind))],
    };

    public static LabelRule WithRename(this LabelRule rule, string from, string to) =>
        rule with { Rename = new Dictionary<string, string> { [from] = to }.ToFrozenDictionary() };

    public static ObjectSnapshot ReplicaSet(params (string Key, string Value)[] labels) => new()
    {
        ApiVersion = "apps/v1",
        Kind = "ReplicaSet",
        Namespace = "shop",
        Name = "checkout-1",
        Uid = "uid-1",
        ResourceVersion = "10",
        Labels = LabelSet.From(labels),
        LabelManagers = [new ManagedLabels("argo", false, null, [.. labels.Select(label => label.Key)])],
        HasSpec = true,
        Owners = [new OwnerReference("argoproj.io/v1alpha1", "Rollout", "checkout", "uid-0", IsController: true)],
    };

    public static ObjectSnapshot OwnedByTagalong(this ObjectSnapshot target, params ImmutableArray<string> keys) => target with
    {
        LabelManagers =
        [
            .. target.LabelManagers!.Value.Select(manager => manager with { Keys = manager.Keys.RemoveAll(keys.Contains) }),
            new ManagedLabels("tagalong", true, null, keys),
        ],
    };

    public static ObjectSnapshot WithTemplate(this ObjectSnapshot target, params (string Key, string Value)[] labels) =>
        target with { PodTemplateLabels = LabelSet.From(labels) };

    public static SourceLabels Owner(params (string Key, string Value)[] labels) => new() { [LabelSourceKind.Owner] = LabelSet.From(labels) };
}
