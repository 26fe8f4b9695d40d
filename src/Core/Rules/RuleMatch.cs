using Tagalong.Core.Objects;

namespace Tagalong.Core.Rules;

/// <summary>A rule that applies to an object, by the owner it applies through.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Owner">The owner reference that fits it.</param>
/// <param name="OwnerType">How the API serves that owner.</param>
public sealed record RuleMatch(LabelRule Rule, OwnerReference Owner, ResourceType OwnerType);
