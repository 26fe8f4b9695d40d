namespace Tagalong.Core.Rules;

/// <summary>Whether a rule takes a key from a source, and if not, why not.</summary>
public enum KeyVerdict
{
    /// <summary>The key is taken.</summary>
    Taken,

    /// <summary>A pattern in the rule's <c>exclude</c> matches the key.</summary>
    Excluded,

    /// <summary>No pattern in the rule's <c>include</c> matches the key.</summary>
    NotIncluded,

    /// <summary>The key belongs to another tool (<see cref="DefaultExclusions"/>), and no pattern in <c>include</c> names it.</summary>
    ExcludedByDefault,

    /// <summary>On the target the key would be one that controllers find their objects by (<see cref="ProtectedKeys"/>).</summary>
    Protected,
}
