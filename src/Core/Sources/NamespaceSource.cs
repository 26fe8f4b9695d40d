using Tagalong.Core.Objects;
using Tagalong.Core.Rules;

namespace Tagalong.Core.Sources;

/// <summary>Listed labels of the target's namespace.</summary>
internal sealed class NamespaceSource() : SourceDefinition(LabelSourceKind.Namespace, "namespace", "namespace")
{
    /// <summary>Namespaces, as the API serves them.</summary>
    public static ResourceType Type { get; } = new("", "v1", "Namespace", "namespaces");

    public override SourceMember Member => SourceMember.Keys;

    public override IEnumerable<ResourceType> ObjectTypes(LabelRule rule, LabelPolicy policy) => [Type];

    public override SourceReference? Locate(RuleMatch match, ObjectSnapshot target, OwnerReference? controller) =>
        target.Namespace.Length == 0 ? null : new(Type, "", target.Namespace, Uid: null);

    /// <remarks>No child in another namespace is ever listed for a parent.</remarks>
    public override bool IsFrom(RuleMatch match, ResourceType parent, string uid, IReadOnlySet<string> ownedByParent) => parent == Type;
}
