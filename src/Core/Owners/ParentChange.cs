namespace Tagalong.Core.Owners;

/// <summary>A parent's labels compared with what this process remembers of them.</summary>
internal enum ParentChange
{
    /// <summary>Nothing is remembered.</summary>
    Unknown,

    /// <summary>They are those that its children were given, or the parent is shown as it was before that.</summary>
    Same,

    /// <summary>They differ, or were written again, or the children are not up to date.</summary>
    Relabeled,
}
