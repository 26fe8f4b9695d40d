using Tagalong.Core.Objects;
using Tagalong.Core.Rules;

namespace Tagalong.Core.PolicyFiles;

/// <summary>
/// Puts the rules of every file into one policy. A rule of the user's own takes the place of a built-in one for the same
/// target and owner; two of the user's own that meet there are at fault, since the later would never decide.
/// </summary>
internal static class EffectivePolicy
{
    public static PolicyLoadResult Of(IReadOnlyList<DeclaredPolicy> policies, PolicyErrors faults)
    {
        RefuseSameNames(policies.Select(policy => policy.Name), "policy", faults);
        var decided = new Dictionary<(GroupKind Target, GroupKind Owner), DeclaredRule>();
        var rules = new List<DeclaredRule>();
        foreach (var rule in policies.SelectMany(policy => policy.Rules))
        {
            RuleChecks.Check(rule, faults);
            var owners = rule.Target is { } target
                ? rule.Owners.Where(owner => Decides(rule, target.Value, owner, decided, faults)).ToList()
                : [];
            if (owners.Count > 0 || !rule.IsBuiltIn)
            {
                rules.Add(rule with { Owners = [.. owners] });
            }
        }

        RefuseSameNames(rules.Select(rule => rule.Name), "rule", faults);
        return faults.Count > 0
            ? PolicyLoadResult.Of(faults.InOrder())
            : PolicyLoadResult.Of(new LabelPolicy([.. rules.Select(rule => rule.ToRule())]));
    }

    private static bool Decides(
        DeclaredRule rule,
        ResourceType target,
        Placed<ResourceType> owner,
        Dictionary<(GroupKind Target, GroupKind Owner), DeclaredRule> decided,
        PolicyErrors faults)
    {
        if (decided.TryAdd((target.GroupKind, owner.Value.GroupKind), rule))
        {
            return true;
        }

        var first = decided[(target.GroupKind, owner.Value.GroupKind)];
        if (ReferenceEquals(first, rule))
        {
            faults.Add(owner.Place, $"lists {owner.Value.GroupKind} again; keep one");
        }
        else if (!rule.IsBuiltIn || first.IsBuiltIn)
        {
            var what = first.Name is { } name ? $"rule '{name.Value}' in" : "the rule in";
            faults.Add(owner.Place, $"never decides: {what} {first.Place.File}:{first.Place.Line} already does for {target.GroupKind} "
                + $"of {owner.Value.GroupKind}; keep one of the two");
        }

        return false;
    }

    private static void RefuseSameNames(IEnumerable<Placed<string>?> names, string what, PolicyErrors faults)
    {
        var first = new Dictionary<string, YamlPlace>();
        foreach (var name in names.OfType<Placed<string>>())
        {
            if (!first.TryAdd(name.Value, name.Place))
            {
                var earlier = first[name.Value];
                faults.Add(name.Place, $"is the name of the {what} in {earlier.File}:{earlier.Line} too; choose another");
            }
        }
    }
}
