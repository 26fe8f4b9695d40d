namespace Tagalong.Cli.Demo;

/// <summary>The reason for a label's value at the end; <see cref="TextReport"/> has the words.</summary>
internal enum LabelReason
{
    FromRollout,
    FromPodTemplate,
    CameBack,
    FollowedPodTemplate,
    Kept,
    Protected,
    ExcludedByDefault,
    NotOnPods,
}
