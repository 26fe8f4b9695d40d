namespace Tagalong.Core.Owners;

/// <summary>How a source stands to what this process remembers of it.</summary>
internal enum SourceChange
{
    /// <summary>Nothing is remembered.</summary>
    Unknown,

    /// <summary>Its labels are those that its children were given, or it is older than that.</summary>
    Same,

    /// <summary>Its labels are others, or were written anew, or its children are not up to date.</summary>
    Relabeled,
}
