using Tagalong.Core.Objects;

namespace Tagalong.Core.Rules;

/// <summary>A rule that applies to an object, and the owner because of which it does.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Owner">The object's owner, of a kind that the rule lists.</param>
/// <param name="OwnerType">How the API serves that owner.</param>
public sealed record RuleMatch(LabelRule Rule, OwnerReference Owner, ResourceType OwnerType)
{
    /// <summary>The policy of the rule.</summary>
    /// <value>Default: one of this rule alone.</value>
    internal LabelPolicy Policy { get => field ?? new LabelPolicy([Rule]); init; }
}
