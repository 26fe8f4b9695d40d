using System.Collections.Frozen;
using System.Collections.Immutable;
using Tagalong.Core.Objects;

namespace Tagalong.Core.Rules;

/// <summary>Which labels objects of one kind get from which sources, if their owner is of certain kinds.</summary>
public sealed record LabelRule
{
    /// <summary>The rule's name, unique in a policy; outcomes, log lines and metrics name it.</summary>
    public required string Name { get; init; }

    /// <summary>The file and line of the rule: <c>shop.yaml:6</c>, <c>built-in:argo-rollouts:8</c>; empty for a rule from no file.</summary>
    public string Origin { get; init; } = "";

    /// <summary>The kind that gets labels.</summary>
    public required ResourceType Target { get; init; }

    /// <summary>The owner kinds that the rule applies to; at least one.</summary>
    public required ImmutableArray<ResourceType> Owners { get; init; }

    /// <summary>The sources; if two have a key, the earlier one wins. At least one.</summary>
    public required ImmutableArray<LabelSource> Sources { get; init; }

    /// <summary>The keys to copy, by their names in the source. Default: all.</summary>
    public ImmutableArray<Glob> Include { get; init; } = [new("*")];

    /// <summary>The keys not to copy, by their names in the source; overrides <see cref="Include"/>. Default: none.</summary>
    public ImmutableArray<Glob> Exclude { get; init; } = [];

    /// <summary>Source key → key on the target, for keys that change.</summary>
    public FrozenDictionary<string, string> Rename { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>The key on the target for a key of a source.</summary>
    public string TargetKey(string sourceKey) => Rename.GetValueOrDefault(sourceKey, sourceKey);

    /// <summary>Why the rule does not copy a key of a source, or null if it does.</summary>
    internal SkipReason? Evaluate(string sourceKey) =>
        KeyFilter.Evaluate(sourceKey, Include, Exclude)
        ?? (ProtectedKeys.Cover(Target.GroupKind, TargetKey(sourceKey)) ? SkipReason.Protected : null);

    /// <summary>The entry of <see cref="Owners"/> that matches an owner, or null.</summary>
    internal ResourceType? OwnerType(OwnerReference owner)
    {
        foreach (var type in Owners)
        {
            if (type.Covers(owner.ApiVersion, owner.Kind))
            {
                return type;
            }
        }

        return null;
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
