namespace Tagalong.Cli.Demo;

/// <summary>Why a label is what it is, in words.</summary>
internal static class ReasonText
{
    public static string Of(ExpectedLabel label) => label.Reason switch
    {
        LabelReason.FromRollout => "added from the Rollout",
        LabelReason.FromPodTemplate => "added from its own pod template",
        LabelReason.CameBack => "came back after somebody removed it",
        LabelReason.FollowedPodTemplate when label.After is null => "came and went with its pod template's",
        LabelReason.FollowedPodTemplate => "followed its pod template",
        LabelReason.Kept => $"kept: owned by {label.Owner}",
        LabelReason.Protected => "never touched: protected",
        LabelReason.ExcludedByDefault => "stays behind: excluded by default",
        LabelReason.NotOnPods => "left out: its pods do not have it (*)",
    };

    /// <summary>What the asterisk stands for.</summary>
    public const string NotOnPodsNote =
        "(*) Argo makes an Experiment's Service select by the labels of this ReplicaSet. One that the pods do not have would leave "
        + "the Service without a pod, so such a ReplicaSet gets its own pod template's labels and no others.";
}
