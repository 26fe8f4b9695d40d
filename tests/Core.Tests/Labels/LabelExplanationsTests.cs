using Tagalong.Core.Labels;
using Tagalong.Core.Objects;
using Tagalong.Core.Rules;
using Tagalong.Core.Sources;

namespace Tagalong.Core.Tests.Labels;

public class LabelExplanationsTests
{
    private static readonly LabelRule Rule = Any.Rule(LabelSourceKind.PodTemplate, LabelSourceKind.Owner, LabelSourceKind.OwnersOwner);

    [Fact]
    public void Each_label_of_the_object_its_sources_and_others_is_told_of_with_its_reason()
    {
        var target = Any.ReplicaSet(("app", "checkout"), ("cost", "7"), ("old", "1"), ("own", "1"), ("pod-template-hash", "x"), ("role", "canary"))
            .OwnedByTagalong("old", "role").WithTemplate(("app", "checkout"), ("pod-template-hash", "x"), ("role", "stable"));
        var sources = new SourceLabels
        {
            [LabelSourceKind.Owner] = LabelSet.From([("app", "other"), ("cost", "1"), ("helm.sh/chart", "c"), ("team", "payments")]),
            [LabelSourceKind.OwnersOwner] = LabelSet.From([("team", "platform")]),
        };

        var told = LabelExplanations.Of(target, Rule, sources, unknown: [], others: ["elsewhere", "team"]);

        Assert.Equal(
            [
                "app InPlace checkout>checkout PodTemplate  argo",
                "cost Kept 7>1 Owner OwnedByAnother argo",
                "elsewhere LeftOut >   ",
                "helm.sh/chart LeftOut > Owner ExcludedByDefault ",
                "old Removed 1>   tagalong",
                "own NotOurs 1>   argo",
                "pod-template-hash NotOurs x> PodTemplate Protected argo",
                "role Changed canary>stable PodTemplate  tagalong",
                "team Added >payments Owner  ",
            ],
            told.Select(static label =>
                $"{label.Key} {label.Verdict} {label.Value}>{label.Wanted} {label.Source} {label.Reason} {string.Join('+', label.Managers ?? [])}"));
        Assert.Equal(
            ["Owner payments ", "OwnersOwner platform EarlierSource"],
            told[^1].Origins.Select(static origin => $"{origin.Source} {origin.Label.Value} {origin.Skipped}"));
    }

    [Fact]
    public void What_may_depend_on_an_unknown_source_is_unknown_and_nothing_else_is()
    {
        var target = Any.ReplicaSet(("cost", "7"), ("old", "1"), ("role", "canary")).OwnedByTagalong("old", "role").WithTemplate(("role", "stable"), ("tier", "web"));
        var sources = new SourceLabels { [LabelSourceKind.OwnersOwner] = LabelSet.From([("cost", "1"), ("team", "payments")]) };

        var told = LabelExplanations.Of(target, Rule, sources, unknown: [LabelSourceKind.Owner], others: []);

        Assert.Equal(["cost Kept", "old Unknown", "role Changed", "team Unknown", "tier Added"], told.Select(static label => $"{label.Key} {label.Verdict}"));
        Assert.Null(told[3].Wanted);
    }
}
