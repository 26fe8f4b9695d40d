namespace Tagalong.Cli.Demo;

/// <summary>The reasons of labels in words.</summary>
internal static class ReasonText
{
    /// <summary>Explains the asterisk.</summary>
    public const string NotOnPodsNote =
        "(*) Argo makes an Experiment's Service select by the labels of this ReplicaSet. A label that the pods do not have would leave "
        + "the Service without pods, so this ReplicaSet gets only the labels of its own pod template.";

    public static string Of(ExpectedLabel label) => label.Reason switch
    {
        LabelReason.FromRollout => "added from the Rollout",
        LabelReason.FromPodTemplate => "added from its own pod template",
        LabelReason.CameBack => "added again after a user removed it",
        LabelReason.FollowedPodTemplate when label.After is null => "added and removed with its pod template's",
        LabelReason.FollowedPodTemplate => "changed with its pod template's",
        LabelReason.Kept => $"kept: owned by {label.Owner}",
        LabelReason.Protected => "never changed: protected",
        LabelReason.ExcludedByDefault => "not added: excluded by default",
        LabelReason.NotOnPods => "not added: its pods do not have it (*)",
    };
}
