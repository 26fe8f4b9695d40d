using System.Collections.Frozen;
using System.Collections.Immutable;
using Tagalong.Core.Objects;

namespace Tagalong.Core.Rules;

/// <summary>Which labels the objects of one kind get when an owner of certain kinds made them.</summary>
public sealed record LabelRule
{
    /// <summary>The rule's name, unique in a policy; it stands in every outcome, log line and metric.</summary>
    public required string Name { get; init; }

    /// <summary>Where the rule is written: <c>shop.yaml:6</c>, <c>built-in:argo-rollouts:8</c>; empty where it is written nowhere.</summary>
    public string Origin { get; init; } = "";

    /// <summary>The kind that gets labels.</summary>
    public required ResourceType Target { get; init; }

    /// <summary>The owner kinds that the rule applies to; at least one.</summary>
    public required ImmutableArray<ResourceType> Owners { get; init; }

    /// <summary>The sources in order: of two that have a key, the earlier wins. At least one.</summary>
    public required ImmutableArray<LabelSource> Sources { get; init; }

    /// <summary>The keys to take, as they read in the source. Default: all.</summary>
    public ImmutableArray<Glob> Include { get; init; } = [new("*")];

    /// <summary>The keys to leave, as they read in the source; stronger than <see cref="Include"/>. Default: none.</summary>
    public ImmutableArray<Glob> Exclude { get; init; } = [];

    /// <summary>Source key → key on the target; keys that are not here stay as they are.</summary>
    public FrozenDictionary<string, string> Rename { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>The key that a source's key becomes on the target.</summary>
    public string TargetKey(string sourceKey) => Rename.GetValueOrDefault(sourceKey, sourceKey);

    /// <summary>Whether the rule takes a key, given as it reads in the source.</summary>
    public KeyVerdict Judge(string sourceKey)
    {
        var verdict = KeyFilter.Judge(sourceKey, Include, Exclude);
        return verdict == KeyVerdict.Taken && ProtectedKeys.Cover(Target.GroupKind, TargetKey(sourceKey))
            ? KeyVerdict.Protected
            : verdict;
    }

    /// <summary>Whether a source of this kind is among <see cref="Sources"/>.</summary>
    public bool Uses(LabelSourceKind kind)
    {
        foreach (var source in Sources)
        {
            if (source.Kind == kind)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether objects of a kind are among the owners that the rule applies to.</summary>
    public bool IsOwnedBy(GroupKind kind) => Owners.Any(owner => owner.GroupKind == kind);
}
