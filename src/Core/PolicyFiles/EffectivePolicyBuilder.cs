using Tagalong.Core.Objects;
using Tagalong.Core.Rules;

namespace Tagalong.Core.PolicyFiles;

/// <summary>
/// Combines the rules of all files into one policy. A user's rule replaces a built-in rule for the same target and owner. Two
/// user's rules for the same target and owner are an error, because the later one would never apply.
/// </summary>
internal sealed class EffectivePolicyBuilder(PolicyErrors errors)
{
    private readonly Dictionary<(GroupKind Target, GroupKind Owner), DeclaredRule> _deciding = [];

    public PolicyLoadResult Build(IReadOnlyList<DeclaredPolicy> policies)
    {
        RejectSameNames(policies.Select(static policy => policy.Name), "policy");
        var rules = new List<DeclaredRule>();
        foreach (var rule in policies.SelectMany(static policy => policy.Rules))
        {
            new RuleValidator(rule, errors).Validate();
            var owners = rule.Target is { } target ? rule.Owners.RemoveAll(owner => !Decides(rule, target.Value.GroupKind, owner)) : [];
            if (owners.Length > 0 || !rule.IsBuiltIn)
            {
                rules.Add(rule with { Owners = owners });
            }
        }

        RejectSameNames(rules.Select(static rule => rule.Name), "rule");
        return errors.Count > 0
            ? new PolicyLoadResult(null, errors.InOrder())
            : new PolicyLoadResult(new LabelPolicy([.. rules.Select(static rule => rule.ToRule())]), []);
    }

    private bool Decides(DeclaredRule rule, GroupKind target, Located<ResourceType> owner)
    {
        var ownerKind = owner.Value.GroupKind;
        if (_deciding.TryAdd((target, ownerKind), rule))
        {
            return true;
        }

        var first = _deciding[(target, ownerKind)];
        if (ReferenceEquals(first, rule))
        {
            errors.Add(owner.Place, $"lists {ownerKind} twice; keep one");
        }
        else if (!rule.IsBuiltIn || first.IsBuiltIn)
        {
            var name = first.Name is { } named ? $"rule '{named.Value}' in" : "the rule in";
            errors.Add(owner.Place, $"never applies: {name} {first.Place.FileAndLine} already covers each {target} owned by {ownerKind}; keep one of the two");
        }

        return false;
    }

    private void RejectSameNames(IEnumerable<Located<string>?> names, string what)
    {
        var first = new Dictionary<string, YamlPlace>();
        foreach (var name in names.OfType<Located<string>>())
        {
            if (!first.TryAdd(name.Value, name.Place))
            {
                errors.Add(name.Place, $"is also the name of the {what} in {first[name.Value].FileAndLine}; choose another");
            }
        }
    }
}
