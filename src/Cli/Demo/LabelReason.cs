namespace Tagalong.Cli.Demo;

/// <summary>The reason for a label's value at the end.</summary>
internal enum LabelReason
{
    FromRollout,
    FromPodTemplate,

    /// <summary>A user removed it, and Tagalong wrote it again.</summary>
    CameBack,

    /// <summary>The pod template changed, and the copied label with it.</summary>
    FollowedPodTemplate,

    /// <summary>Another field manager set another value.</summary>
    Kept,

    /// <summary>Controllers find their objects by it.</summary>
    Protected,

    /// <summary>It belongs to another tool.</summary>
    ExcludedByDefault,

    /// <summary>The Experiment's Service would select by it, but the pods do not have it.</summary>
    NotOnPods,
}
