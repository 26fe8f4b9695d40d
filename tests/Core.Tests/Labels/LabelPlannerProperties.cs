using System.Collections.Immutable;
using CsCheck;
using Tagalong.Core.Labels;
using Tagalong.Core.Objects;
using Tagalong.Core.Rules;
using Tagalong.Core.Sources;

namespace Tagalong.Core.Tests.Labels;

/// <summary>What holds for every object, every owner and every rule.</summary>
public class LabelPlannerProperties
{
    private static readonly string[] Keys =
        ["a", "b", "team", "example.com/x", "helm.sh/chart", "pod-template-hash", "rollouts-pod-template-hash", "not valid", "app.kubernetes.io/name"];

    private static readonly Gen<LabelSet> Labels = Gen.Select(Any.Of(Keys), Any.Of("1", "2", "", "not valid"))
        .Array[0, 8].Select(pairs => LabelSet.From(pairs.Select(pair => (pair.Item1, pair.Item2))));

    private static readonly Gen<LabelRule> Rules = Gen.Select(
        Any.Of(LabelSourceKind.PodTemplate, LabelSourceKind.Owner, LabelSourceKind.OwnersOwner).Array[1, 3],
        Any.Of("*", "team", "*.sh/*", "a*").Array[1, 2],
        Any.Of("b", "example.com/*").Array[0, 2],
        Any.Of(Keys)).Select((sources, include, exclude, renamed) => (Any.Rule([.. sources]) with
        {
            Include = [.. include.Select(text => new Glob(text))],
            Exclude = [.. exclude.Select(text => new Glob(text))],
        }).WithRename("a", renamed));

    private static readonly Gen<ObjectSnapshot> Targets = Gen.Select(Labels, Labels, Any.Of(Keys).Array[0, 3], Any.Of(Keys).Array[0, 2])
        .Select((labels, template, own, selector) => Any.ReplicaSet([.. labels.Select(label => (label.Key, label.Value))])
            .OwnedByTagalong([.. own.Distinct().Where(labels.ContainsKey)]) with
        {
            PodTemplateLabels = template,
            SelectorKeys = [.. selector.Distinct()],
        });

    private static readonly Gen<SourceLabels> Sources =
        Gen.Select(Labels, Labels).Select((owner, next) => new SourceLabels { [LabelSourceKind.Owner] = owner, [LabelSourceKind.OwnersOwner] = next });

    [Fact]
    public void Applying_twice_changes_nothing() => Gen.Select(Targets, Rules, Sources).Sample((target, rule, sources) =>
    {
        var plan = LabelPlanner.Plan(target, rule, sources);

        var again = LabelPlanner.Plan(Applied(target, plan), rule, sources);

        Assert.False(again.NeedsWrite);
        Assert.Equal(plan.Owned, again.Owned);
    });

    [Fact]
    public void A_foreign_label_never_changes() => Gen.Select(Targets, Rules, Sources).Sample((target, rule, sources) =>
    {
        var after = Applied(target, LabelPlanner.Plan(target, rule, sources));

        var own = OwnKeys(target);
        Assert.All(target.Labels.Where(label => !own.Contains(label.Key)), label => Assert.Contains(label, after.Labels));
    });

    [Fact]
    public void A_protected_key_never_changes() => Gen.Select(Targets, Rules, Sources).Sample((target, rule, sources) =>
    {
        var after = Applied(target, LabelPlanner.Plan(target, rule, sources));

        Assert.Equal(target.Labels["pod-template-hash"], after.Labels["pod-template-hash"]);
        Assert.Equal(target.Labels["rollouts-pod-template-hash"], after.Labels["rollouts-pod-template-hash"]);
    });

    [Fact]
    public void Every_label_that_is_added_or_changed_is_valid() => Gen.Select(Targets, Rules, Sources).Sample((target, rule, sources) =>
    {
        var plan = LabelPlanner.Plan(target, rule, sources);

        Assert.All(plan.Added.Concat(plan.Changed), label =>
        {
            Assert.Null(LabelSyntax.KeyError(label.Key));
            Assert.Null(LabelSyntax.ValueError(label.Value));
        });
    });

    [Fact]
    public void A_key_is_reported_as_skipped_at_most_once_and_not_when_it_is_taken_but_for_the_sources_that_came_too_late() =>
        Gen.Select(Targets, Rules, Sources).Sample((target, rule, sources) =>
        {
            var plan = LabelPlanner.Plan(target, rule, sources);

            var skipped = plan.Skipped.Select(skip => skip.Key).ToList();
            Assert.Equal(skipped.Distinct(), skipped);
            var withheld = plan.Skipped.Where(skip => skip.Reason != SkipReason.EarlierSource).Select(skip => skip.Key);
            Assert.Empty(withheld.Intersect(plan.Added.Concat(plan.Changed).Select(label => label.Key)));
        });

    /// <summary>What server-side apply does with a plan's set, where nobody else's field is in the way.</summary>
    private static ObjectSnapshot Applied(ObjectSnapshot target, LabelPlan plan)
    {
        if (!plan.NeedsWrite)
        {
            return target;
        }

        var own = OwnKeys(target);
        var labels = target.Labels.Where(label => !own.Contains(label.Key)).Concat(plan.Owned);
        var others = target.LabelManagers!.Value.Where(manager => manager.Manager != LabelPlanner.FieldManager);
        return target with
        {
            Labels = LabelSet.From(labels),
            LabelManagers = [.. others, new ManagedLabels(LabelPlanner.FieldManager, true, null, [.. plan.Owned.Select(label => label.Key)])],
        };
    }

    private static ImmutableArray<string> OwnKeys(ObjectSnapshot target) =>
        [.. target.LabelManagers!.Value.Where(manager => manager.Manager == LabelPlanner.FieldManager).SelectMany(manager => manager.Keys)];
}
