using Tagalong.Core.Labels;
using Tagalong.Core.Objects;
using Tagalong.Core.Rules;
using Tagalong.Core.Sources;

namespace Tagalong.Core.Tests.Labels;

public class LabelPlannerTests
{
    private static readonly LabelRule FromOwner = Any.Rule(LabelSourceKind.Owner);
    private static readonly LabelRule FromTemplateThenOwner = Any.Rule(LabelSourceKind.PodTemplate, LabelSourceKind.Owner);

    [Fact]
    public void A_label_that_the_target_lacks_is_added()
    {
        var plan = LabelPlanner.Plan(Any.ReplicaSet(("app", "checkout")), FromOwner, Any.Owner(("team", "payments")));

        Assert.Equal("team=payments", plan.Added.ToString());
        Assert.Equal("team=payments", plan.Owned.ToString());
        Assert.True(plan.NeedsWrite);
        Assert.False(plan.ChangesOwned);
    }

    [Fact]
    public void A_label_that_is_there_already_needs_no_write_and_is_not_claimed()
    {
        var plan = LabelPlanner.Plan(Any.ReplicaSet(("team", "payments")), FromOwner, Any.Owner(("team", "payments")));

        Assert.False(plan.NeedsWrite);
        Assert.Empty(plan.Owned);
        Assert.Empty(plan.Skipped);
    }

    [Fact]
    public void An_existing_label_with_another_value_is_kept_and_its_owner_named()
    {
        var plan = LabelPlanner.Plan(Any.ReplicaSet(("team", "logistics-old")), FromOwner, Any.Owner(("team", "logistics")));

        Assert.False(plan.NeedsWrite);
        Assert.Equal([new SkippedLabel("team", SkipReason.OwnedByAnother, "argo")], plan.Skipped);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(60_000)]
    public void Any_number_of_labels_is_planned_by_the_same_rules(int count)
    {
        // With work that grows with the square of their number, the many would take minutes.
        var keys = Enumerable.Range(0, count).Select(static number => $"k{number:00000}").ToList();
        var (missing, same, others, own, selected) = (Every(0), Every(1), Every(2), Every(3), Every(4));
        var target = Any.ReplicaSet([.. same.Select(static key => (key, "new")), .. others.Concat(own).Select(static key => (key, "old"))]) with
        {
            SelectorKeys = [.. selected],
            LabelManagers = [new ManagedLabels("argo", false, null, [.. same.Concat(others).Order(StringComparer.Ordinal)]), new ManagedLabels("tagalong", true, null, [.. own])],
        };

        var plan = LabelPlanner.Plan(target, FromTemplateThenOwner, Any.Owner([.. keys.Select(static key => (key, "new"))]));

        Assert.Equal(missing, plan.Added.Select(static label => label.Key));
        Assert.Equal(own, plan.Changed.Select(static label => label.Key));
        Assert.Equal(
            others.Select(static key => new SkippedLabel(key, SkipReason.OwnedByAnother, "argo")).Concat(selected.Select(static key => new SkippedLabel(key, SkipReason.InSelector))).OrderBy(static skipped => skipped.Key, StringComparer.Ordinal),
            plan.Skipped.OrderBy(static skipped => skipped.Key, StringComparer.Ordinal));

        List<string> Every(int fifth) => [.. keys.Where((_, index) => index % 5 == fifth)];
    }

    [Fact]
    public void Of_many_labels_too_one_that_an_earlier_source_has_in_vain_is_taken_from_the_next()
    {
        var labels = Enumerable.Range(0, 100).Select(static number => ($"k{number:000}", "good")).ToArray();
        var target = Any.ReplicaSet().WithTemplate([.. labels.Select(static label => (label.Item1, "not good"))]);

        var plan = LabelPlanner.Plan(target, FromTemplateThenOwner, Any.Owner(labels));

        Assert.Equal((100, 0), (plan.Added.Count(static label => label.Value == "good"), plan.Skipped.Length));
    }

    [Fact]
    public void A_label_of_its_own_follows_its_source()
    {
        var target = Any.ReplicaSet(("cost-center", "1042")).OwnedByTagalong("cost-center");

        var plan = LabelPlanner.Plan(target, FromOwner, Any.Owner(("cost-center", "9")));

        Assert.Equal("cost-center=9", plan.Changed.ToString());
        Assert.Equal("cost-center=9", plan.Owned.ToString());
        Assert.True(plan.ChangesOwned);
    }

    [Fact]
    public void A_label_of_its_own_that_no_source_has_any_more_goes()
    {
        var target = Any.ReplicaSet(("app", "checkout"), ("role", "stable"), ("team", "payments")).OwnedByTagalong("role", "team");

        var plan = LabelPlanner.Plan(target, FromOwner, Any.Owner(("team", "payments")));

        Assert.Equal(["role"], plan.Removed);
        Assert.Equal("team=payments", plan.Owned.ToString());
    }

    [Fact]
    public void What_it_owns_already_is_named_again_with_every_write()
    {
        var target = Any.ReplicaSet(("team", "payments")).OwnedByTagalong("team");

        var plan = LabelPlanner.Plan(target, FromOwner, Any.Owner(("team", "payments"), ("zone", "a")));

        Assert.Equal("zone=a", plan.Added.ToString());
        Assert.Equal("team=payments,zone=a", plan.Owned.ToString());
    }

    [Fact]
    public void The_earlier_source_wins()
    {
        var target = Any.ReplicaSet().WithTemplate(("team", "from-template"));

        var plan = LabelPlanner.Plan(target, FromTemplateThenOwner, Any.Owner(("team", "from-owner")));

        Assert.Equal("team=from-template", plan.Added.ToString());
        Assert.Equal([new SkippedLabel("team", SkipReason.EarlierSource, "from-template")], plan.Skipped);
    }

    [Theory]
    [InlineData("rollouts-pod-template-hash")]
    [InlineData("pod-template-hash")]
    [InlineData("controller-revision-hash")]
    [InlineData("argo-rollouts.argoproj.io/controller-instance-id")]
    public void A_protected_key_is_neither_added_nor_changed_nor_removed(string key)
    {
        var added = LabelPlanner.Plan(Any.ReplicaSet(), FromOwner, Any.Owner((key, "x")));
        var changed = LabelPlanner.Plan(Any.ReplicaSet((key, "y")).OwnedByTagalong(key), FromOwner, Any.Owner((key, "x")));
        var removed = LabelPlanner.Plan(Any.ReplicaSet((key, "y")).OwnedByTagalong(key), FromOwner, Any.Owner());

        Assert.Equal([new SkippedLabel(key, SkipReason.Protected)], added.Skipped);
        Assert.All([added, changed, removed], plan => Assert.False(plan.NeedsWrite));
        Assert.Equal($"{key}=y", removed.Owned.ToString());
    }

    [Theory]
    [InlineData("rollout-type")]
    [InlineData("step-index")]
    public void On_an_AnalysisRun_the_keys_by_which_Argo_finds_it_are_protected_too(string key)
    {
        var analysisRun = Any.ReplicaSet() with { ApiVersion = "argoproj.io/v1alpha1", Kind = "AnalysisRun" };

        var onAnalysisRun = LabelPlanner.Plan(analysisRun, FromOwner with { Target = Any.AnalysisRuns }, Any.Owner((key, "x")));
        var onReplicaSet = LabelPlanner.Plan(Any.ReplicaSet(), FromOwner, Any.Owner((key, "x")));

        Assert.False(onAnalysisRun.NeedsWrite);
        Assert.True(onReplicaSet.NeedsWrite);
    }

    [Fact]
    public void A_key_of_the_targets_selector_comes_from_its_own_template_or_not_at_all()
    {
        var target = Any.ReplicaSet() with { SelectorKeys = ["app"] };

        var fromOwner = LabelPlanner.Plan(target, FromTemplateThenOwner, Any.Owner(("app", "other")));
        var fromTemplate = LabelPlanner.Plan(target.WithTemplate(("app", "checkout")), FromTemplateThenOwner, Any.Owner(("app", "other")));
        var renamed = LabelPlanner.Plan(
            target.WithTemplate(("component", "x")), FromTemplateThenOwner.WithRename("component", "app"), Any.Owner());

        Assert.Equal([new SkippedLabel("app", SkipReason.InSelector)], fromOwner.Skipped);
        Assert.Equal("app=checkout", fromTemplate.Added.ToString());
        Assert.Equal([new SkippedLabel("app", SkipReason.EarlierSource, "checkout")], fromTemplate.Skipped);
        Assert.False(renamed.NeedsWrite);
    }

    [Fact]
    public void A_key_of_the_targets_selector_is_never_removed()
    {
        var target = Any.ReplicaSet(("app", "checkout")).OwnedByTagalong("app") with { SelectorKeys = ["app"] };

        var plan = LabelPlanner.Plan(target, FromOwner, Any.Owner());

        Assert.False(plan.NeedsWrite);
        Assert.Equal("app=checkout", plan.Owned.ToString());
    }

    [Fact]
    public void Keys_of_tools_and_of_Kubernetes_stay_behind_unless_a_rule_names_them()
    {
        var owner = Any.Owner(("argocd.argoproj.io/instance", "shop"), ("app.kubernetes.io/name", "checkout"), ("app.kubernetes.io/managed-by", "helm"));

        var byDefault = LabelPlanner.Plan(Any.ReplicaSet(), FromOwner, owner);
        var named = LabelPlanner.Plan(Any.ReplicaSet(), FromOwner with { Include = [new("argocd.argoproj.io/*")] }, owner);

        Assert.Equal("app.kubernetes.io/name=checkout", byDefault.Added.ToString());
        Assert.Equal(
            [
                new SkippedLabel("app.kubernetes.io/managed-by", SkipReason.ExcludedByDefault),
                new SkippedLabel("argocd.argoproj.io/instance", SkipReason.ExcludedByDefault),
            ],
            byDefault.Skipped);
        Assert.Equal("argocd.argoproj.io/instance=shop", named.Added.ToString());
    }

    [Fact]
    public void A_rule_includes_and_excludes_keys_as_they_read_in_the_source()
    {
        var rule = (FromOwner with { Include = [new("team"), new("cost-*")], Exclude = [new("cost-secret")] }).WithRename("team", "example.com/team");

        var plan = LabelPlanner.Plan(Any.ReplicaSet(), rule, Any.Owner(("team", "a"), ("cost-center", "b"), ("cost-secret", "c"), ("zone", "d")));

        Assert.Equal("cost-center=b,example.com/team=a", plan.Added.ToString());
        Assert.Equal(
            [new SkippedLabel("cost-secret", SkipReason.ExcludedByRule), new SkippedLabel("zone", SkipReason.NotIncluded)], plan.Skipped);
    }

    [Fact]
    public void An_invalid_label_is_reported_and_does_not_spoil_the_others()
    {
        var plan = LabelPlanner.Plan(
            Any.ReplicaSet(), FromOwner.WithRename("team", "not a key"), Any.Owner(("team", "a"), ("long", new string('x', 64)), ("zone", "b")));

        Assert.Equal("zone=b", plan.Added.ToString());
        Assert.Equal([("long", SkipReason.InvalidValue), ("not a key", SkipReason.InvalidKey)], plan.Skipped.Select(skip => (skip.Key, skip.Reason)));
    }

    [Fact]
    public void Listed_namespace_keys_and_spelled_out_values_are_sources_too()
    {
        var rule = Any.Rule() with
        {
            Sources =
            [
                new LabelSource(LabelSourceKind.Namespace) { Keys = ["team", "missing"] },
                new LabelSource(LabelSourceKind.Static) { Values = LabelSet.From(("team", "nobody"), ("tier", "gold")) },
            ],
        };

        var plan = LabelPlanner.Plan(
            Any.ReplicaSet(), rule, new SourceLabels { [LabelSourceKind.Namespace] = LabelSet.From(("team", "payments"), ("other", "x")) });

        Assert.Equal("team=payments,tier=gold", plan.Added.ToString());
    }

    [Fact]
    public void The_owners_owner_is_asked_after_the_owner()
    {
        var plan = LabelPlanner.Plan(
            Any.ReplicaSet(),
            Any.Rule(LabelSourceKind.Owner, LabelSourceKind.OwnersOwner),
            new SourceLabels { [LabelSourceKind.Owner] = LabelSet.From(("a", "1")), [LabelSourceKind.OwnersOwner] = LabelSet.From(("a", "2"), ("b", "2")) });

        Assert.Equal("a=1,b=2", plan.Added.ToString());
    }

    [Fact]
    public void Without_managedFields_nothing_is_concluded_that_depends_on_them()
    {
        var unknown = Any.ReplicaSet(("team", "old"), ("role", "x")) with { LabelManagers = null };
        var complete = Any.ReplicaSet(("team", "payments")) with { LabelManagers = null };
        var bare = Any.ReplicaSet(("rollouts-pod-template-hash", "1")) with { LabelManagers = null };

        Assert.True(LabelPlanner.Plan(unknown, FromOwner, Any.Owner(("team", "new"))).LacksOwnership);
        Assert.True(LabelPlanner.Plan(complete, FromOwner, Any.Owner()).LacksOwnership);
        Assert.True(LabelPlanner.Plan(complete, FromOwner, Any.Owner(("team", "payments"), ("zone", "a"))).LacksOwnership);
        Assert.False(LabelPlanner.Plan(complete, FromOwner, Any.Owner(("team", "payments"))).LacksOwnership);
        Assert.False(LabelPlanner.Plan(bare, FromOwner, Any.Owner(("team", "payments"))).LacksOwnership);
    }
}
