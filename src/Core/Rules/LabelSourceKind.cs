namespace Tagalong.Core.Rules;

/// <summary>Where a rule takes labels from.</summary>
public enum LabelSourceKind
{
    /// <summary>The target's own <c>spec.template.metadata.labels</c>.</summary>
    PodTemplate,

    /// <summary>The labels of the owner that the rule names.</summary>
    Owner,

    /// <summary>The labels of the owner's own controlling owner.</summary>
    OwnersOwner,

    /// <summary>Listed labels of the target's namespace.</summary>
    Namespace,

    /// <summary>Labels that the policy itself spells out.</summary>
    Static,
}
