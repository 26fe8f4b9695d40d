using System.Collections.Immutable;
using Tagalong.Core.Objects;
using Tagalong.Core.Rules;

namespace Tagalong.Cli.Explaining;

/// <summary>The kinds that may be asked for, by the words that kubectl takes: kind, plural, short name, and <c>plural.group</c>.</summary>
internal sealed class KindNames
{
    private static readonly ImmutableArray<(ResourceType Type, string ShortName)> Known =
    [
        (new("apps", "v1", "ReplicaSet", "replicasets"), "rs"),
        (new("apps", "v1", "Deployment", "deployments"), "deploy"),
        (new("apps", "v1", "StatefulSet", "statefulsets"), "sts"),
        (new("apps", "v1", "DaemonSet", "daemonsets"), "ds"),
        (new("argoproj.io", "v1alpha1", "Rollout", "rollouts"), "ro"),
        (new("argoproj.io", "v1alpha1", "Experiment", "experiments"), "exp"),
        (new("argoproj.io", "v1alpha1", "AnalysisRun", "analysisruns"), "ar"),
        (new("batch", "v1", "Job", "jobs"), "job"),
        (new("batch", "v1", "CronJob", "cronjobs"), "cj"),
        (new("", "v1", "Pod", "pods"), "po"),
        (new("", "v1", "Service", "services"), "svc"),
        (new("", "v1", "Namespace", "namespaces"), "ns"),
    ];

    private readonly ImmutableArray<(ResourceType Type, string ShortName)> _kinds;

    /// <param name="policy">A policy, whose kinds are known too; those that it spells out count before others.</param>
    public KindNames(LabelPolicy policy)
    {
        var own = policy.Rules.SelectMany(static rule => rule.Owners.Prepend(rule.Target)).DistinctBy(static type => type.GroupKind);
        _kinds = [.. own.Select(static type => (type, ShortNameOf(type.GroupKind))).Concat(Known).DistinctBy(static kind => kind.Item1.GroupKind)];
    }

    /// <summary>The words by which kinds go most.</summary>
    public static IEnumerable<string> Usual => Known.Select(static kind => kind.Type.Resource);

    /// <summary>The kind that a word means.</summary>
    /// <exception cref="RefusedException">It means none.</exception>
    public ResourceType Find(string word)
    {
        var found = _kinds.FirstOrDefault(kind => IsMeant(kind.Type, kind.ShortName, word.ToLowerInvariant())).Type;
        return found ?? throw new RefusedException(
            $"There is no kind '{word}' here. There are: {string.Join(", ", _kinds.Select(static kind => kind.Type.Resource))}; a policy given by --policy adds its own.");
    }

    /// <summary>Whether objects of a kind live in no namespace.</summary>
    public static bool IsClusterScoped(ResourceType type) => type is { Group: "", Kind: "Namespace" };

    private static bool IsMeant(ResourceType type, string shortName, string word)
    {
        string[] words = [type.Resource, type.Kind.ToLowerInvariant(), shortName];
        return words.Any(known => known.Length > 0 && (word == known || (type.Group.Length > 0 && word == $"{known}.{type.Group}") || word == $"{known}.{type.Version}.{type.Group}"));
    }

    private static string ShortNameOf(GroupKind kind) => Known.FirstOrDefault(known => known.Type.GroupKind == kind).ShortName ?? "";
}
