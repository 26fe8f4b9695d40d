using System.Collections.Immutable;
using Tagalong.Core.Objects;

namespace Tagalong.Core.Rules;

/// <summary>The rules in force. If two apply to an object, the earlier one decides.</summary>
/// <param name="Rules">The rules, in order; at least one.</param>
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

    /// <summary>How the API serves an owner, or null if no rule names its kind as one: whoever makes an object may name any kind as its owner.</summary>
    internal ResourceType? OwnerType(OwnerReference owner)
    {
        foreach (var rule in Rules)
        {
            if (rule.OwnerType(owner) is { } type)
            {
                return type;
            }
        }

        return null;
    }

    /// <summary>The rule that decides about an object with its present owners, or null if no rule applies.</summary>
    /// <remarks>Only the controller counts as owner; of an object without a controller, any owner does.</remarks>
    internal RuleMatch? Match(ObjectSnapshot target)
    {
        var controller = target.Controller;
        foreach (var rule in Rules)
        {
            if (!rule.Target.Covers(target.ApiVersion, target.Kind))
            {
                continue;
            }

            foreach (var owner in target.Owners)
            {
                if ((controller is null || ReferenceEquals(owner, controller))
                    && rule.OwnerType(owner) is { } type)
                {
                    return new RuleMatch(rule, owner, type) { Policy = this };
                }
            }
        }

        return null;
    }
}
