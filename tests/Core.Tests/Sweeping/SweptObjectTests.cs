using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Tagalong.Core.Applying;
using Tagalong.Core.Labels;
using Tagalong.Core.Objects;
using Tagalong.Core.Outcomes;
using Tagalong.Core.Rules;
using Tagalong.Core.Sweeping;
using Tagalong.DevCluster;
using Tagalong.Testing;

namespace Tagalong.Core.Tests.Sweeping;

/// <summary>What a sweep tells of each object to those who want to know.</summary>
public sealed class SweptObjectTests : IAsyncLifetime
{
    private DevApiServer _cluster = null!;
    private Shop _shop = null!;

    public async ValueTask InitializeAsync()
    {
        _cluster = await DevApiServer.StartAsync(new DevApiServerOptions(), TestContext.Current.CancellationToken);
        _shop = new Shop(_cluster);
        _shop.CreateRollout("web", replicaSets: 3);
        _shop.Relabel("ReplicaSet", "web-1", "team", "others");
        _shop.Create("ReplicaSet", "alone", "app=checkout");
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Theory]
    [InlineData(WriteMode.Apply)]
    [InlineData(WriteMode.Plan)]
    [InlineData(WriteMode.Try)]
    public async Task Each_object_is_reported_once_with_its_labels_before_and_after_and_their_sources(WriteMode mode)
    {
        await using var labeler = RunningLabeler.Start(_cluster);

        var objects = await SweepAsync(labeler, new SweepRequest { Mode = mode });

        Assert.Equal(["alone", "web-0", "web-1", "web-2"], objects.Keys);
        Assert.Equal((OutcomeReason.NoRuleForOwner, null, null), (objects["alone"].Outcome.Reason, objects["alone"].Match, objects["alone"].Sources));
        var labeled = objects["web-0"];
        Assert.Equal((OutcomeReason.Applied, "team=payments"), (labeled.Outcome.Reason, labeled.Outcome.Added.ToString()));
        Assert.Equal(("app=checkout", "app=checkout,team=payments"), (labeled.Before.Labels.ToString(), labeled.After.ToString()));
        Assert.Equal(("replicasets-of-rollouts", "web", "team=payments"), (labeled.Match!.Rule.Name, labeled.Match.Owner.Name, labeled.Sources![LabelSourceKind.Owner].ToString()));
        var kept = objects["web-1"];
        Assert.Equal((OutcomeReason.AlreadyLabeled, "team (OwnedByAnother: kubectl-label)"), (kept.Outcome.Reason, kept.Outcome.Kept.Single().ToString()));
        Assert.Equal((kept.Before.Labels, "replicasets-of-rollouts"), (kept.After, kept.Match!.Rule.Name));
        Assert.Equal("team=payments", kept.Sources![LabelSourceKind.Owner].ToString());
    }

    [Fact]
    public async Task A_changed_label_is_reported_with_its_earlier_value()
    {
        await using var labeler = RunningLabeler.Start(_cluster);
        await labeler.SweepAsync();
        _shop.Relabel("Rollout", "web", "team", "platform");

        var objects = await SweepAsync(labeler, new SweepRequest());

        var changed = objects["web-0"];
        Assert.Equal(("payments", "platform"), (changed.Before.Labels["team"], changed.After["team"]));
        Assert.Equal("team=platform", changed.Outcome.Changed.ToString());
    }

    [Fact]
    public async Task The_source_of_each_label_is_reported()
    {
        _shop.Relabel("Rollout", "web", "app", "ignored");
        await using var labeler = RunningLabeler.Start(_cluster);

        var swept = (await SweepAsync(labeler, new SweepRequest { Mode = WriteMode.Plan }))["web-0"];
        var origins = LabelPlanner.Origins(swept.Before, swept.Match!.Rule, swept.Sources!);

        Assert.Equal(
            [new LabelOrigin(new Label("app", "checkout"), LabelSourceKind.PodTemplate, "app"), new LabelOrigin(new Label("team", "payments"), LabelSourceKind.Owner, "team")],
            origins);
    }

    [Fact]
    public async Task Progress_reports_how_many_objects_are_still_to_be_listed()
    {
        await using var labeler = RunningLabeler.Start(_cluster, "ApiCalls:PageSize=2");
        var seen = new ConcurrentQueue<(long Listed, long? Unlisted)>();
        var reporting = new Reporting<SweepProgress>(progress => seen.Enqueue((progress.Counts.Listed, progress.Counts.Unlisted)));

        await labeler.SweepAsync(new SweepRequest { Mode = WriteMode.Plan }, reporting);

        Assert.Equal([(0, null), (0, 0), (2, 2), (4, 0)], seen.Distinct());
    }

    private static async Task<SortedDictionary<string, SweptObject>> SweepAsync(RunningLabeler labeler, SweepRequest request)
    {
        var objects = new ConcurrentQueue<SweptObject>();
        await labeler.Services.GetRequiredService<Sweeper>().RunAsync(
            request, "sweep", progress: null, new Reporting<SweptObject>(objects.Enqueue), TestContext.Current.CancellationToken);
        return new SortedDictionary<string, SweptObject>(objects.ToDictionary(swept => swept.Before.Name), StringComparer.Ordinal);
    }

    private sealed class Reporting<T>(Action<T> report) : IProgress<T>
    {
        public void Report(T value) => report(value);
    }
}
