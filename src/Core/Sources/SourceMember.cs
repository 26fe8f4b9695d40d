namespace Tagalong.Core.Sources;

/// <summary>What a policy file says of a source besides its kind.</summary>
internal enum SourceMember
{
    None,

    /// <summary><c>keys</c>: the keys to take, the only ones.</summary>
    Keys,

    /// <summary><c>values</c>: the labels themselves.</summary>
    Values,
}
