using Tagalong.Core.Objects;
using Tagalong.Core.Rules;

namespace Tagalong.Core.Sources;

/// <summary>The labels of the owner that the rule applies to.</summary>
internal sealed class OwnerSource() : SourceDefinition(LabelSourceKind.Owner, "owner", "owner")
{
    public override IEnumerable<ResourceType> ObjectTypes(LabelRule rule, LabelPolicy policy) => rule.Owners;

    public override SourceReference? Locate(RuleMatch match, ObjectSnapshot target, OwnerReference? controller) =>
        new(match.OwnerType, target.Namespace, match.Owner.Name, match.Owner.Uid);

    public override bool IsFrom(RuleMatch match, ResourceType parent, string uid, IReadOnlySet<string> ownedByParent) => match.Owner.Uid == uid;
}
