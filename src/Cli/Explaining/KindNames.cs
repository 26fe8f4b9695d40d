using System.Collections.Immutable;
using Tagalong.Cli.Commands;
using Tagalong.Core.Objects;
using Tagalong.Core.Rules;

namespace Tagalong.Cli.Explaining;

/// <summary>Finds kinds by the names that kubectl accepts: kind, plural, short name and <c>plural.group</c>.</summary>
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

    /// <param name="policy">A policy, whose kinds are known too and come first.</param>
    public KindNames(LabelPolicy policy)
    {
        var own = policy.Rules.SelectMany(static rule => rule.Owners.Prepend(rule.Target)).DistinctBy(static type => type.GroupKind);
        _kinds = [.. own.Select(static type => (type, ShortNameOf(type.GroupKind))).Concat(Known).DistinctBy(static kind => kind.Item1.GroupKind)];
    }

    /// <summary>The plurals of the well-known kinds.</summary>
    public static IEnumerable<string> WellKnown => Known.Select(static kind => kind.Type.Resource);

    /// <exception cref="CommandException">There is no such kind.</exception>
    public ResourceType Find(string word)
    {
        var found = _kinds.FirstOrDefault(kind => Matches(kind.Type, kind.ShortName, word.ToLowerInvariant())).Type;
        return found ?? throw new CommandException(
            $"'{word}' is not a known kind. The kinds are: {string.Join(", ", _kinds.Select(static kind => kind.Type.Resource))}; --policy adds the kinds of a policy.");
    }

    /// <summary>Whether objects of a kind have no namespace.</summary>
    public static bool IsClusterScoped(ResourceType type) => type is { Group: "", Kind: "Namespace" };

    private static bool Matches(ResourceType type, string shortName, string word)
    {
        string[] words = [type.Resource, type.Kind.ToLowerInvariant(), shortName];
        return words.Any(known => known.Length > 0 && (word == known || (type.Group.Length > 0 && word == $"{known}.{type.Group}") || word == $"{known}.{type.Version}.{type.Group}"));
    }

    private static string ShortNameOf(GroupKind kind) => Known.FirstOrDefault(known => known.Type.GroupKind == kind).ShortName ?? "";
}
