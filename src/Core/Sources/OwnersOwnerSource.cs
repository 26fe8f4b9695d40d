using Tagalong.Core.Objects;
using Tagalong.Core.Rules;

namespace Tagalong.Core.Sources;

/// <summary>
/// The labels of the owner's controlling owner, if a rule names its kind as an owner. Any other kind is no source: Tagalong may have no right to read it, and
/// no plural for it.
/// </summary>
internal sealed class OwnersOwnerSource() : SourceDefinition(LabelSourceKind.OwnersOwner, "ownersOwner", "owner's owner")
{
    public override LabelSourceKind? Via => LabelSourceKind.Owner;

    public override IEnumerable<ResourceType> ObjectTypes(LabelRule rule, LabelPolicy policy) =>
        policy.Rules.Where(other => rule.IsOwnedBy(other.Target.GroupKind)).SelectMany(static other => other.Owners);

    public override SourceReference? Locate(RuleMatch match, ObjectSnapshot target, OwnerReference? controller) =>
        controller is not null && match.Policy.OwnerType(controller) is { } type ? new(type, target.Namespace, controller.Name, controller.Uid) : null;

    public override bool IsFrom(RuleMatch match, ResourceType parent, string uid, IReadOnlySet<string> ownedByParent) =>
        ownedByParent.Contains(match.Owner.Uid);
}
