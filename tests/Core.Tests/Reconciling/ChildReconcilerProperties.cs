using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Tagalong.Core.Events;
using Tagalong.Core.Outcomes;
using Tagalong.Core.Tests.Labels;
using Tagalong.DevCluster;
using Tagalong.Testing;

namespace Tagalong.Core.Tests.Reconciling;

/// <summary>
/// A Rollout is relabelled again and again, while its events and those of its children's beginnings arrive in any order, late
/// or doubled. No child has an event after its first: what becomes of it is the fan-out's doing.
/// </summary>
public class ChildReconcilerProperties
{
    private static readonly string[] Keys = ["team", "cost-center"];

    [Theory]
    [InlineData(1, new[] { "1", "2", "" })]
    [InlineData(2, new[] { "1", "2" })]
    public async Task However_relabellings_and_their_events_mix_the_children_end_with_the_labels_of_the_Rollout(int processes, string[] values)
    {
        var clock = new FakeTimeProvider(DateTimeOffset.Parse("2026-11-23T01:52:12Z", null));
        await using var cluster = await DevApiServer.StartAsync(new DevApiServerOptions { TimeProvider = clock }, TestContext.Current.CancellationToken);
        var labelers = Enumerable.Range(0, processes).Select(_ => RunningLabeler.Start(cluster.KubeconfigFor(), clock, "Owners:TimeToLive=00:00:02")).ToList();
        var shop = new Shop(cluster);
        var sample = 0;
        var step = Gen.Select(Any.Of(Keys), Any.Of(values), Gen.Bool);

        await Gen.Select(step.Array[1, 8], Gen.Int).SampleAsync(
            async (life, seed) =>
            {
                var random = new Random(seed);
                var name = $"r{Interlocked.Increment(ref sample)}";
                shop.CreateRollout(name, replicaSets: 2);
                List<EventEnvelope> pending = [shop.EventOf("ReplicaSet", $"{name}-0", "add"), shop.EventOf("ReplicaSet", $"{name}-1", "add")];
                foreach (var labeler in labelers)
                {
                    await labeler.HandleAsync(shop.EventOf("Rollout", name, "add"));
                }

                foreach (var (key, value, isDelivered) in life)
                {
                    clock.Advance(TimeSpan.FromSeconds(3));
                    shop.Relabel("Rollout", name, key, value.Length > 0 ? value : null);
                    pending.Add(shop.EventOf("Rollout", name));
                    while (isDelivered && pending.Count > 0 && random.Next(3) > 0)
                    {
                        var at = random.Next(pending.Count);
                        await DeliverAsync(labelers[random.Next(processes)], pending[at]);
                        if (random.Next(4) > 0)
                        {
                            pending.RemoveAt(at);
                        }
                    }
                }

                var last = pending.ToArray();
                random.Shuffle(last);
                foreach (var envelope in last)
                {
                    await DeliverAsync(labelers[random.Next(processes)], envelope);
                }

                var expected = string.Join(',', ["app=checkout", .. shop.LabelsOf("Rollout", name).Split(',', StringSplitOptions.RemoveEmptyEntries)]);
                Assert.Equal((expected, expected), (shop.LabelsOf("ReplicaSet", $"{name}-0"), shop.LabelsOf("ReplicaSet", $"{name}-1")));
            },
            iter: 60,
            threads: 1);

        foreach (var labeler in labelers)
        {
            await labeler.DisposeAsync();
        }
    }

    private static async Task DeliverAsync(RunningLabeler labeler, EventEnvelope envelope)
    {
        var outcome = await labeler.HandleAsync(envelope);
        Assert.True(outcome.Kind is OutcomeKind.Labeled or OutcomeKind.Unchanged, outcome.ToString());
    }
}
