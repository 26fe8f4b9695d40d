using System.Text.Json.Nodes;
using Tagalong.Core.Outcomes;
using Tagalong.DevCluster.Kinds;
using Tagalong.Testing;

namespace Tagalong.Cluster.Tests;

/// <summary>Other writers change the same labels at the same time: none of their changes is ever lost.</summary>
public sealed class RaceTests(ClusterFixture fixture) : ClusterTest(fixture)
{
    private const int Objects = 20;
    private const int Rounds = 50;

    [Fact]
    public async Task A_label_that_another_writer_sets_between_read_and_write_is_kept_a_thousand_times()
    {
        var rollout = await CreateAsync(Manifests.Rollout(Namespace, "web", "team=payments,tier=web"));
        var lost = 0;
        var contested = 0;

        await Parallel.ForAsync(0, Objects, TestContext.Current.CancellationToken, async (number, _) =>
        {
            var replicaSet = await CreateAsync(Manifests.ReplicaSet(Namespace, $"web-{number}", "app=web", "app=web", rollout));
            for (var round = 0; round < Rounds; round++)
            {
                var theirs = $"theirs-{round}";
                var read = await Admin.LabelAsync(replicaSet, "team", null, "another");

                // In even rounds exactly between read and write, else at the same time.
                var writing = Admin.LabelAsync(replicaSet, "team", theirs, "another");
                if (round % 2 == 0)
                {
                    await writing;
                }

                var outcome = await HandleAsync(read);
                await writing;
                Assert.True(outcome.Kind is OutcomeKind.Labeled or OutcomeKind.Unchanged, $"{outcome}");
                Interlocked.Add(ref contested, outcome.Kept.Any(kept => kept.Key == "team") ? 1 : 0);
                Interlocked.Add(ref lost, await LabelsOfAsync(replicaSet) == $"app=web,team={theirs},tier=web" ? 0 : 1);
            }
        });

        Assert.Equal(0, lost);
        Assert.True(contested >= Objects * Rounds / 2, $"Only {contested} rounds had a conflict with the other writer.");
    }

    [Fact]
    public async Task A_label_that_another_writer_takes_over_while_its_source_changes_is_kept()
    {
        var lost = 0;

        await Parallel.ForAsync(0, Objects, TestContext.Current.CancellationToken, async (number, _) =>
        {
            var rollout = await CreateAsync(Manifests.Rollout(Namespace, $"web-{number}", "team=payments"));
            for (var round = 0; round < 5; round++)
            {
                var replicaSet = await CreateAsync(Manifests.ReplicaSet(Namespace, $"web-{number}-{round}", "app=web", "app=web", rollout));
                await HandleAsync(replicaSet, "add");
                var ours = await Admin.GetAsync(replicaSet);
                rollout = await Admin.LabelAsync(rollout, "team", $"team-{round}", "kubectl-label");
                await HandleAsync(rollout);

                var taking = Admin.LabelAsync(replicaSet, "team", "theirs", "another");
                await HandleAsync(ours);
                await taking;

                // Whichever write was first, the label now belongs to the other writer, and stays so.
                await HandleAsync(await Admin.GetAsync(replicaSet));
                Interlocked.Add(ref lost, await LabelsOfAsync(replicaSet) == "app=web,team=theirs" ? 0 : 1);
            }
        });

        Assert.Equal(0, lost);
    }

    [Fact]
    public async Task Two_labelers_at_once_write_the_same_labels_as_one()
    {
        await using var other = RunningLabeler.Start(Cluster.LabelerKubeconfig);
        var rollout = await CreateAsync(Manifests.Rollout(Namespace, "web", "team=payments,tier=web"));

        await Parallel.ForAsync(0, Objects, TestContext.Current.CancellationToken, async (number, _) =>
        {
            var replicaSet = await CreateAsync(Manifests.ReplicaSet(Namespace, $"web-{number}", "app=web", "app=web", rollout));

            var outcomes = await Task.WhenAll(HandleAsync(replicaSet, "add").AsTask(), other.HandleAsync(KnativeEvent.Of(replicaSet, "add")).AsTask());

            Assert.All(outcomes, outcome => Assert.True(outcome.Kind is OutcomeKind.Labeled or OutcomeKind.Unchanged, $"{outcome}"));
            Assert.Equal("app=web,team=payments,tier=web", await LabelsOfAsync(replicaSet));
        });
    }

    [Fact]
    public async Task An_object_created_again_under_the_same_name_is_left_to_its_own_events()
    {
        var rollout = await CreateAsync(Manifests.Rollout(Namespace, "web", "team=payments"));
        var old = await CreateAsync(Manifests.ReplicaSet(Namespace, "web-1", "app=web", "app=web", rollout));
        await Admin.DeleteAsync(old);
        var created = await CreateAsync(Manifests.ReplicaSet(Namespace, "web-1", "app=web", "app=web"));

        var outcome = await HandleAsync(old, "add");

        Assert.Equal((OutcomeReason.ObjectReplaced, 1), (outcome.Reason, outcome.Writes));
        Assert.DoesNotContain((await Admin.GetAsync(created))["metadata"]!["managedFields"]!.AsArray(), entry => (string?)entry!["manager"] == "tagalong");
        Assert.Equal("app=web", await LabelsOfAsync(created));
    }

    [Fact]
    public async Task A_deleted_object_is_not_created_again_by_its_event()
    {
        var rollout = await CreateAsync(Manifests.Rollout(Namespace, "web", "team=payments"));
        var replicaSet = await CreateAsync(Manifests.ReplicaSet(Namespace, "web-1", "app=web", "app=web", rollout));
        await Admin.DeleteAsync(replicaSet);

        var outcome = await HandleAsync(replicaSet, "add");

        Assert.Equal(OutcomeKind.Gone, outcome.Kind);
        Assert.Empty(await Admin.ListAsync(ResourceKinds.ReplicaSet, Namespace));
    }

    [Fact]
    public async Task A_Rollout_created_again_under_the_same_name_is_not_the_owner()
    {
        var old = await CreateAsync(Manifests.Rollout(Namespace, "web", "team=payments"));
        var replicaSet = await CreateAsync(Manifests.ReplicaSet(Namespace, "web-1", "app=web", "app=web", old));
        await Admin.DeleteAsync(old);
        await CreateAsync(Manifests.Rollout(Namespace, "web", "team=impostor"));

        var outcome = await HandleAsync(replicaSet, "add");

        Assert.Equal((OutcomeReason.OwnerReplaced, 0), (outcome.Reason, outcome.Writes));
    }

    [Fact]
    public async Task Objects_created_again_while_their_events_are_handled_never_get_labels_of_another_owner()
    {
        await Parallel.ForAsync(0, Objects, TestContext.Current.CancellationToken, async (number, _) =>
        {
            JsonObject[] rollouts =
            [
                await CreateAsync(Manifests.Rollout(Namespace, $"a{number}", "team=payments,payments=yes")),
                await CreateAsync(Manifests.Rollout(Namespace, $"b{number}", "team=logistics,logistics=yes")),
            ];
            for (var round = 0; round < 5; round++)
            {
                var old = await CreateAsync(Manifests.ReplicaSet(Namespace, $"web-{number}", "app=web", "app=web", rollouts[0]));
                var handling = HandleAsync(old, "add").AsTask();
                await Admin.DeleteAsync(old);
                var created = await CreateAsync(Manifests.ReplicaSet(Namespace, $"web-{number}", "app=web", "app=web", rollouts[1]));
                await handling;

                Assert.Equal("app=web", await LabelsOfAsync(created));
                await HandleAsync(created, "add");
                Assert.Equal("app=web,logistics=yes,team=logistics", await LabelsOfAsync(created));
                await Admin.DeleteAsync(created);
            }
        });
    }
}
