namespace Tagalong.Cli.Demo;

/// <summary>Why a label is in the end what it is.</summary>
internal enum LabelReason
{
    /// <summary>Tagalong copied it from the Rollout.</summary>
    FromRollout,

    /// <summary>Tagalong copied it from the object's own pod template.</summary>
    FromPodTemplate,

    /// <summary>Somebody removed what Tagalong had written, and it wrote it again.</summary>
    CameBack,

    /// <summary>The pod template changed, and the copied label with it.</summary>
    FollowedPodTemplate,

    /// <summary>Somebody else set another value.</summary>
    Kept,

    /// <summary>Controllers find their objects by it.</summary>
    Protected,

    /// <summary>It belongs to another tool.</summary>
    ExcludedByDefault,

    /// <summary>The Experiment's Service would select by it, and the pods have it not.</summary>
    NotOnPods,
}
