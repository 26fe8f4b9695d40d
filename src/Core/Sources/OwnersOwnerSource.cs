using Tagalong.Core.Objects;
using Tagalong.Core.Rules;

namespace Tagalong.Core.Sources;

/// <summary>The labels of the owner's controlling owner, whose kind is known as far as another rule is about the owner.</summary>
internal sealed class OwnersOwnerSource() : SourceDefinition(LabelSourceKind.OwnersOwner, "ownersOwner", "owner's owner")
{
    public override LabelSourceKind? Via => LabelSourceKind.Owner;

    public override IEnumerable<ResourceType> ObjectTypes(LabelRule rule, LabelPolicy policy) =>
        policy.Rules.Where(other => rule.IsOwnedBy(other.Target.GroupKind)).SelectMany(static other => other.Owners);

    public override SourceReference? Locate(RuleMatch match, ObjectSnapshot target, OwnerReference? controller) => controller is null
        ? null
        : new(ResourceType.Of(controller.ApiVersion, controller.Kind), target.Namespace, controller.Name, controller.Uid);

    public override bool IsFrom(RuleMatch match, ResourceType parent, string uid, IReadOnlySet<string> ownedByParent) =>
        ownedByParent.Contains(match.Owner.Uid);
}
