namespace Tagalong.Core.Labels;

/// <summary>Why a label that a source has, or that the target has, was left as it is.</summary>
public enum SkipReason
{
    /// <summary>The target has the key with another value, and somebody else owns it.</summary>
    OwnedByAnother,

    /// <summary>An earlier source of the rule has the key with another value, and that one counts.</summary>
    EarlierSource,

    /// <summary>The key is one by which controllers find their objects.</summary>
    Protected,

    /// <summary>The key is in the target's own selector, and the value does not come from its own pod template.</summary>
    InSelector,

    /// <summary>The rule excludes the key.</summary>
    ExcludedByRule,

    /// <summary>The rule includes other keys only.</summary>
    NotIncluded,

    /// <summary>The key belongs to a tool or to Kubernetes itself, and the rule does not name it.</summary>
    ExcludedByDefault,

    /// <summary>Kubernetes does not accept the key.</summary>
    InvalidKey,

    /// <summary>Kubernetes does not accept the value.</summary>
    InvalidValue,
}
