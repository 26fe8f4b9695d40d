using Tagalong.Core.Sweeping;

namespace Tagalong.Cluster.Tests;

/// <summary>Objects for which no event was ever sent.</summary>
public sealed class SweepTests(ClusterFixture fixture) : ClusterTest(fixture)
{
    [Fact]
    public async Task A_sweep_labels_them_with_one_write_each_and_the_next_sweep_writes_nothing()
    {
        var rollout = await CreateAsync(Manifests.Rollout(Namespace, "web", "team=payments"));
        var replicaSet = await CreateAsync(Manifests.ReplicaSet(Namespace, "web-1", "app=web", "app=web,role=canary", rollout));
        var experiment = await CreateAsync(Manifests.Experiment(Namespace, "web-1", "", rollout));
        var request = new SweepRequest { Namespaces = [Namespace] };

        var first = Assert.Single((await Labeler.SweepAsync(request)).Clusters);
        var second = Assert.Single((await Labeler.SweepAsync(request)).Clusters);

        Assert.Equal((SweepEnd.Complete, 3, 0, 2), (first.End, first.Counts.Pages, first.Counts.Reads, first.Counts.Writes));
        Assert.Equal((SweepEnd.Complete, 3, 0, 0), (second.End, second.Counts.Pages, second.Counts.Reads, second.Counts.Writes));
        Assert.Equal("app=web,role=canary,team=payments", await LabelsOfAsync(replicaSet));
        Assert.Equal("team=payments", await LabelsOfAsync(experiment));
    }

    [Fact]
    public async Task An_object_that_changed_since_it_was_listed_is_read_and_labelled_again()
    {
        var rollout = await CreateAsync(Manifests.Rollout(Namespace, "web", "team=payments"));
        var replicaSet = await CreateAsync(Manifests.ReplicaSet(Namespace, "web-1", "app=web", "app=web", rollout));
        var changing = new Once(
            static progress => progress.Counts.Listed > 0,
            async () =>
            {
                await Admin.LabelAsync(rollout, "team", "platform", "another");
                await Admin.LabelAsync(replicaSet, "touched", "yes", "another");
            });

        var summary = Assert.Single((await Labeler.SweepAsync(new SweepRequest { Namespaces = [Namespace] }, changing)).Clusters);

        Assert.Equal((SweepEnd.Complete, 1, 2, 2), (summary.End, summary.Counts.Labeled, summary.Counts.Reads, summary.Counts.Writes));
        Assert.Equal("app=web,team=platform,touched=yes", await LabelsOfAsync(replicaSet));
    }

    /// <summary>Runs an action in the middle of a sweep, which waits for it.</summary>
    private sealed class Once(Func<SweepProgress, bool> when, Func<Task> act) : IProgress<SweepProgress>
    {
        private bool _isDone;

        public void Report(SweepProgress value)
        {
            if (!_isDone && when(value))
            {
                _isDone = true;
                Task.Run(act).GetAwaiter().GetResult();
            }
        }
    }
}
