using System.Collections.Concurrent;
using Tagalong.Core.Outcomes;
using Tagalong.DevCluster.Kinds;
using Tagalong.Testing;

namespace Tagalong.Cluster.Tests;

/// <summary>A burst of new objects, reported by a watch of the API server.</summary>
public sealed class ManyObjectsTests(ClusterFixture fixture) : ClusterTest(fixture)
{
    private const int Each = 250;

    [Fact]
    public async Task Five_hundred_objects_created_at_once_get_their_labels_with_one_write_each()
    {
        var outcomes = new ConcurrentBag<Outcome>();
        var rollout = await CreateAsync(Manifests.Rollout(Namespace, "web", "team=payments"));
        await using (ApiServerSource.Start(Admin, Namespace, [ResourceKinds.ReplicaSet, ResourceKinds.Experiment], async shown => outcomes.Add(await Labeler.HandleAsync(shown))))
        {
            await Parallel.ForAsync(0, Each, TestContext.Current.CancellationToken, async (number, _) =>
            {
                await CreateAsync(Manifests.ReplicaSet(Namespace, $"web-{number}", "app=web", "app=web", rollout));
                await CreateAsync(Manifests.Experiment(Namespace, $"web-{number}", "", rollout));
            });

            // Each object is reported when it is created, and again when it is labelled.
            await Eventually.EqualAsync(true, () => Task.FromResult(outcomes.Count >= 4 * Each));
        }

        Assert.All(await Admin.ListAsync(ResourceKinds.ReplicaSet, Namespace), value => Assert.Equal("app=web,team=payments", Manifests.LabelsOf(value)));
        Assert.All(await Admin.ListAsync(ResourceKinds.Experiment, Namespace), value => Assert.Equal("team=payments", Manifests.LabelsOf(value)));
        Assert.Equal(2 * Each, outcomes.Count(outcome => outcome.Kind == OutcomeKind.Labeled));
        Assert.All(outcomes, outcome => Assert.True(outcome.Kind is OutcomeKind.Labeled or OutcomeKind.Unchanged, $"{outcome}"));
        Assert.Equal(2 * Each, outcomes.Sum(outcome => outcome.Writes));

        // The Rollout is read again when its cache entry expires, not for each of its children.
        Assert.InRange(outcomes.Sum(outcome => outcome.Reads), 1, Each / 5);
    }
}
