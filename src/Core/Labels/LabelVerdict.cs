namespace Tagalong.Core.Labels;

/// <summary>What the plan does with one label key of an object.</summary>
public enum LabelVerdict
{
    /// <summary>The object does not have the label, and gets it.</summary>
    Added,

    /// <summary>Tagalong wrote the label, and its source has a new value.</summary>
    Changed,

    /// <summary>Tagalong wrote the label, and no source has it any longer.</summary>
    Removed,

    /// <summary>The object has the sources' value, regardless of who wrote it.</summary>
    InPlace,

    /// <summary>The object has the label and keeps it, although a source has another value or no longer has the label.</summary>
    Kept,

    /// <summary>A source or an owner has the label, and the object does not get it.</summary>
    LeftOut,

    /// <summary>The object has the label, no source of its rule has it, and another field manager wrote it.</summary>
    NotOurs,

    /// <summary>It depends on a source that is unknown.</summary>
    Unknown,
}
