namespace Tagalong.Core.Rules;

/// <summary>Why a target does not get a label that a source has. <c>Labels/LabelPlanner</c> decides, by <c>Labels/LabelSelection</c> and <see cref="LabelRule"/>.</summary>
public enum SkipReason
{
    /// <summary>The target has the key with another value, and another field manager owns it.</summary>
    OwnedByAnother,

    /// <summary>An earlier source of the rule has the key with another value, and the earlier source wins.</summary>
    EarlierSource,

    /// <summary>Controllers select their objects by the key (<see cref="ProtectedKeys"/>).</summary>
    Protected,

    /// <summary>The key is in the target's own selector, and the value does not come from its own pod template.</summary>
    InSelector,

    /// <summary>A pattern in the rule's <c>exclude</c> matches the key.</summary>
    ExcludedByRule,

    /// <summary>No pattern in the rule's <c>include</c> matches the key.</summary>
    NotIncluded,

    /// <summary>The key belongs to another tool (<see cref="DefaultExclusions"/>), and no pattern in <c>include</c> names it.</summary>
    ExcludedByDefault,

    /// <summary>Kubernetes does not accept the key.</summary>
    InvalidKey,

    /// <summary>Kubernetes does not accept the value.</summary>
    InvalidValue,
}
