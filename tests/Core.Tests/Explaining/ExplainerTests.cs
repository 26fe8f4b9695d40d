using CsCheck;
using Microsoft.Extensions.DependencyInjection;
using Tagalong.Core.Explaining;
using Tagalong.Core.Fleet;
using Tagalong.Core.Labels;
using Tagalong.Core.Objects;
using Tagalong.Core.Outcomes;
using Tagalong.Core.Rules;
using Tagalong.Core.Tests.Labels;
using Tagalong.DevCluster;
using Tagalong.Testing;

namespace Tagalong.Core.Tests.Explaining;

public class ExplainerTests
{
    private static readonly string[] Keys = ["team", "app", "role", "helm.sh/chart", "rollouts-pod-template-hash", "cost-center"];

    /// <summary>Who does what to which object: labels come, change and go in the name of several managers.</summary>
    private static readonly Gen<(string Object, string Key, string? Value, string Manager)[]> Changes = Gen.Select(
        Any.Of("Rollout/checkout", "Experiment/trial", "ReplicaSet/of-rollout", "ReplicaSet/of-experiment"),
        Any.Of(Keys),
        Any.Of("1", "2", null),
        Any.Of("kubectl-label", "rollouts-controller", "helm")).Array[0, 12];

    [Fact]
    public async Task What_is_explained_is_what_a_sweep_then_does() => await Gen.Select(Changes, Changes).SampleAsync(
        async (before, after) =>
        {
            await using var cluster = await DevApiServer.StartAsync(new DevApiServerOptions(), TestContext.Current.CancellationToken);
            var shop = new Shop(cluster);
            shop.Create("Rollout", "checkout", "team=payments,helm.sh/chart=checkout-1");
            shop.Create("Experiment", "trial", "", owner: "Rollout/checkout");
            shop.Create("ReplicaSet", "of-rollout", "", owner: "Rollout/checkout");
            shop.Create("ReplicaSet", "of-experiment", "", owner: "Experiment/trial");
            await using var labeler = RunningLabeler.Start(cluster, "Owners:TimeToLive=0");
            Make(shop, before);
            await labeler.SweepAsync();
            Make(shop, after);

            var explained = new List<(string Object, string Labels, bool NeedsWrite)>();
            foreach (var (kind, name) in new[] { ("Experiment", "trial"), ("ReplicaSet", "of-rollout"), ("ReplicaSet", "of-experiment"), ("Rollout", "checkout") })
            {
                var explanation = await ExplainAsync(labeler, kind, name);
                Assert.Equal(shop.LabelsOf(kind, name), Labels(explanation, static label => label.Value));
                explained.Add(($"{kind}/{name}", Labels(explanation, Predicted), explanation.NeedsWrite));
            }

            cluster.Requests.Clear();
            await labeler.SweepAsync();

            Assert.Equal(
                explained.Select(static one => (one.Object, one.Labels)),
                explained.Select(one => (one.Object, shop.LabelsOf(one.Object.Split('/')[0], one.Object.Split('/')[1]))));
            Assert.Equal(explained.Count(static one => one.NeedsWrite), cluster.Requests.Count(static request => request.IsWrite));
        },
        iter: 20);

    [Fact]
    public async Task An_owner_that_is_gone_leaves_everything_as_it_is()
    {
        await using var cluster = await DevApiServer.StartAsync(new DevApiServerOptions(), TestContext.Current.CancellationToken);
        var shop = new Shop(cluster);
        shop.CreateRollout("checkout", replicaSets: 1);
        await using var labeler = RunningLabeler.Start(cluster);
        await labeler.SweepAsync();
        var orphan = shop.Get("ReplicaSet", "checkout-0");
        shop.Delete("Rollout", "checkout");
        cluster.Objects.Seed(orphan);

        var explanation = await ExplainAsync(labeler, "ReplicaSet", "checkout-0");

        Assert.Equal(OutcomeReason.OwnerGone, explanation.Reason);
        Assert.Equal(OutcomeReason.OwnerGone, Assert.Single(explanation.Parents).Fault);
        Assert.Equal("replicasets-of-rollouts", explanation.Match!.Rule.Name);
        Assert.Equal(["app Unknown", "team Unknown"], explanation.Labels.Select(static label => $"{label.Key} {label.Verdict}"));
        Assert.False(explanation.NeedsWrite);
    }

    [Fact]
    public async Task An_object_that_no_rule_is_about_says_why_and_who_gets_labels_from_it()
    {
        await using var cluster = await DevApiServer.StartAsync(new DevApiServerOptions(), TestContext.Current.CancellationToken);
        var shop = new Shop(cluster);
        shop.Create("Rollout", "checkout", "team=payments");
        shop.Create("ReplicaSet", "alone", "app=checkout");
        await using var labeler = RunningLabeler.Start(cluster);

        var source = await ExplainAsync(labeler, "Rollout", "checkout");
        var orphan = await ExplainAsync(labeler, "ReplicaSet", "alone");
        var missing = await ExplainAsync(labeler, "ReplicaSet", "nowhere");

        Assert.Equal(OutcomeReason.NoRuleForKind, source.Reason);
        Assert.Equal(["Experiment.argoproj.io", "ReplicaSet.apps"], source.GivesTo.Select(static kind => kind.ToString()).Order());
        Assert.Equal(
            (OutcomeReason.NoRuleForOwner, "It has no owner; the rules for ReplicaSet.apps are about objects owned by Experiment.argoproj.io, Rollout.argoproj.io."),
            (orphan.Reason, orphan.Detail));
        Assert.Equal((OutcomeReason.ObjectGone, true), (missing.Reason, missing.Labels.IsEmpty));
    }

    private static async Task<ObjectExplanation> ExplainAsync(RunningLabeler labeler, string kind, string name)
    {
        var policy = labeler.Services.GetRequiredService<LabelPolicy>();
        var cluster = Assert.Single(labeler.Services.GetRequiredService<ClusterRegistry>().Clusters);
        var type = ResourceType.Of(kind == "ReplicaSet" ? "apps/v1" : "argoproj.io/v1alpha1", kind);
        return await new Explainer(policy).ExplainAsync(cluster, type, "shop", name, TestContext.Current.CancellationToken);
    }

    private static void Make(Shop shop, (string Object, string Key, string? Value, string Manager)[] changes)
    {
        foreach (var (target, key, value, manager) in changes)
        {
            shop.Relabel(target.Split('/')[0], target.Split('/')[1], key, value, manager);
        }
    }

    private static string? Predicted(LabelExplanation label) => label.Verdict switch
    {
        LabelVerdict.Added or LabelVerdict.Changed => label.Wanted,
        LabelVerdict.Removed or LabelVerdict.LeftOut => null,
        LabelVerdict.InPlace or LabelVerdict.Kept or LabelVerdict.NotOurs or LabelVerdict.Unknown => label.Value,
    };

    private static string Labels(ObjectExplanation explanation, Func<LabelExplanation, string?> valueOf) =>
        string.Join(',', explanation.Labels.Where(label => valueOf(label) is not null).Select(label => $"{label.Key}={valueOf(label)}"));
}
