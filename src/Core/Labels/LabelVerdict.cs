namespace Tagalong.Core.Labels;

/// <summary>What becomes of one label key of an object.</summary>
public enum LabelVerdict
{
    /// <summary>The object lacks the label, and gets it.</summary>
    Added,

    /// <summary>Tagalong wrote the label, and its source says otherwise now.</summary>
    Changed,

    /// <summary>Tagalong wrote the label, and no source has it any more.</summary>
    Removed,

    /// <summary>The object has what the sources say, whoever wrote it.</summary>
    InPlace,

    /// <summary>The object has the label and keeps it as it is, though a source says otherwise or no longer has it.</summary>
    Kept,

    /// <summary>Somebody or something has the label, and the object does not get it.</summary>
    LeftOut,

    /// <summary>The object has the label, no source of its rule has it, and others wrote it.</summary>
    NotOurs,

    /// <summary>Nobody can tell: it takes a source that is not known.</summary>
    Unknown,
}
