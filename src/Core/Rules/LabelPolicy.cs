using System.Collections.Immutable;
using Tagalong.Core.Objects;

namespace Tagalong.Core.Rules;

/// <summary>The rules in force, in order: of two that apply to an object, the earlier one decides.</summary>
/// <param name="Rules">The rules; at least one.</param>
public sealed record LabelPolicy(ImmutableArray<LabelRule> Rules)
{
    /// <summary>How the API serves objects of this kind, or null if no rule has it as its target.</summary>
    public ResourceType? TargetType(ObjectReference reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        foreach (var rule in Rules)
        {
            if (rule.Target.Covers(reference.ApiVersion, reference.Kind))
            {
                return rule.Target;
            }
        }

        return null;
    }

    /// <summary>The rule that decides about an object as it is owned now, or null if none does.</summary>
    /// <remarks>The owner that controls the object is the one that counts; where none does, any owner may.</remarks>
    public RuleMatch? Match(ObjectSnapshot target)
    {
        ArgumentNullException.ThrowIfNull(target);
        var isControlled = target.Owners.Any(static owner => owner.IsController);
        foreach (var rule in Rules)
        {
            if (!rule.Target.Covers(target.ApiVersion, target.Kind))
            {
                continue;
            }

            foreach (var owner in target.Owners)
            {
                if (isControlled && !owner.IsController)
                {
                    continue;
                }

                foreach (var type in rule.Owners)
                {
                    if (type.Covers(owner.ApiVersion, owner.Kind))
                    {
                        return new RuleMatch(rule, owner, type);
                    }
                }
            }
        }

        return null;
    }
}
