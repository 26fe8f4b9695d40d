using Tagalong.Core.Labels;
using Tagalong.Core.Objects;
using Tagalong.Core.Outcomes;
using Tagalong.Core.Reporting;
using Tagalong.Core.Rules;

namespace Tagalong.Core.Tests.Reporting;

public class OutcomeLogEntryTests
{
    private static readonly ObjectReference ReplicaSet = new("apps/v1", "ReplicaSet", "shop", "checkout-5787c9fcb6", "1");
    private static readonly ObjectReference Rollout = new("argoproj.io/v1alpha1", "Rollout", "shop", "checkout", "2");

    [Fact]
    public void The_text_begins_with_what_happened_to_which_object() => Assert.Equal(
        "Labeled ReplicaSet shop/checkout-5787c9fcb6: added cost-center, team (12 ms, 1 write)",
        Text(new Outcome(OutcomeReason.Applied) { Object = ReplicaSet, Added = LabelSet.From([("cost-center", "c-1"), ("team", "payments")]), Writes = 1 }, 12));

    [Fact]
    public void The_text_names_each_change_and_the_cluster() => Assert.Equal(
        "Labeled ReplicaSet shop/checkout-5787c9fcb6 in cluster prod-eu-1: added a; changed b; removed c, d; kept e (OwnedByAnother: helm) (1.5 ms, 2 reads, 2 writes)",
        Text(
            new Outcome(OutcomeReason.Applied)
            {
                Object = ReplicaSet,
                Cluster = new ClusterName("prod-eu-1"),
                Added = LabelSet.From([("a", "1")]),
                Changed = LabelSet.From([("b", "1")]),
                Removed = ["c", "d"],
                Kept = [new SkippedLabel("e", SkipReason.OwnedByAnother, "helm")],
                Reads = 2,
                Writes = 2,
            },
            1.5));

    [Theory]
    [InlineData(5, "labels of 3 of 5 children written")]
    [InlineData(1, "labels of 3 of 1 child written")]
    public void The_text_counts_children(int seen, string written) => Assert.Equal(
        $"Labeled Rollout shop/checkout: {written} (20 ms, 2 reads, 3 writes)",
        Text(new Outcome(OutcomeReason.ChildrenLabeled) { Object = Rollout, Children = new ChildCounts(seen, 3, 3, 0, 0), Reads = 2, Writes = 3 }, 20));

    [Fact]
    public void An_outcome_without_a_write_says_why() => Assert.Equal(
        "Unchanged ReplicaSet shop/checkout-5787c9fcb6: AlreadyLabeled (0.2 ms)",
        Text(new Outcome(OutcomeReason.AlreadyLabeled) { Object = ReplicaSet }, 0.2));

    [Fact]
    public void A_failure_ends_with_its_detail() => Assert.Equal(
        "Deferred Namespace shop: TimedOut (10000 ms, 1 read). The event took longer than 10 s.",
        Text(
            new Outcome(OutcomeReason.TimedOut)
            {
                Object = new ObjectReference("v1", "Namespace", "", "shop", "3"),
                Reads = 1,
                Detail = "The event took longer than 10 s.",
            },
            10_000));

    [Theory]
    [InlineData(OutcomeReason.CredentialsRefused, "", "Rejected request: CredentialsRefused")]
    [InlineData(OutcomeReason.UnknownEventType, "4711", "Ignored event 4711: UnknownEventType")]
    [InlineData(OutcomeReason.SweepLabeled, "4711", "Completed event 4711: SweepLabeled")]
    public void An_outcome_without_an_object_names_the_event_or_the_request(OutcomeReason reason, string id, string text) =>
        Assert.Equal(text, Text(new Outcome(reason) { EventId = id }, 0));

    [Fact]
    public void The_fields_are_always_complete()
    {
        var outcome = new Outcome(OutcomeReason.Applied)
        {
            EventId = "4711",
            Object = ReplicaSet,
            Rule = "replicasets-of-rollouts",
            Added = LabelSet.From([("team", "payments")]),
            Writes = 1,
        };

        Assert.Equal(
            [
                "EventId=4711", "Outcome=Labeled", "Reason=Applied", "Cluster=(unnamed)", "Object=ReplicaSet.apps/shop/checkout-5787c9fcb6", "Rule=replicasets-of-rollouts",
                "Added=team=payments", "Changed=", "Removed=", "Kept=", "ChildrenLabeled=0", "ChildrenSeen=0", "Reads=0", "Writes=1", "ElapsedMs=12", "Detail=",
            ],
            new OutcomeLogEntry(outcome, TimeSpan.FromMilliseconds(12)).SkipLast(1).Select(static field => $"{field.Key}={field.Value}"));
    }

    private static string Text(Outcome outcome, double milliseconds) => new OutcomeLogEntry(outcome, TimeSpan.FromMilliseconds(milliseconds)).ToString();
}
