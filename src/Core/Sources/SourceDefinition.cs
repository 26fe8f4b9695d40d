using Tagalong.Core.Objects;
using Tagalong.Core.Rules;

namespace Tagalong.Core.Sources;

/// <summary>
/// One kind of policy source: how a policy names it, where its labels are, and which objects pass their labels on through it.
/// Its labels are in the target or in the rule (<see cref="LabelsWithoutRead"/>), or in another object, which has to be read.
/// </summary>
/// <param name="kind">The kind.</param>
/// <param name="name">The value of <c>from</c> in a policy file.</param>
/// <param name="description">The source in words for people.</param>
internal abstract class SourceDefinition(LabelSourceKind kind, string name, string description)
{
    public LabelSourceKind Kind => kind;

    public string Name => name;

    public string Description => description;

    /// <summary>The member that a policy file gives besides <c>from</c>.</summary>
    public virtual SourceMember Member => SourceMember.None;

    /// <summary>The source whose object leads to the object of this one; null where the target leads to it.</summary>
    public virtual LabelSourceKind? Via => null;

    /// <summary>The labels, or null where they are those of another object.</summary>
    public virtual LabelSet? LabelsWithoutRead(LabelSource source, ObjectSnapshot target) => null;

    /// <summary>The kinds of the objects that a rule reads the labels from.</summary>
    public virtual IEnumerable<ResourceType> ObjectTypes(LabelRule rule, LabelPolicy policy) => [];

    /// <summary>The object to read the labels from, or null if the target has none.</summary>
    /// <param name="match">The target's rule and owner.</param>
    /// <param name="target">The target.</param>
    /// <param name="controller">The controlling owner of the object of <see cref="Via"/>, or null if that has none.</param>
    public virtual SourceReference? Locate(RuleMatch match, ObjectSnapshot target, OwnerReference? controller) => null;

    /// <summary>Whether a child has a parent's labels by this source.</summary>
    /// <param name="match">The child's rule and owner.</param>
    /// <param name="parent">The parent's kind.</param>
    /// <param name="uid">The parent's uid.</param>
    /// <param name="ownedByParent">The uids of those owners that the parent owns.</param>
    public virtual bool IsFrom(RuleMatch match, ResourceType parent, string uid, IReadOnlySet<string> ownedByParent) => false;
}
