using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using Tagalong.Core.Events;
using Tagalong.Core.Objects;
using Tagalong.Core.Outcomes;
using Tagalong.Core.Sweeping;
using Tagalong.Core.Tests.Labels;
using Tagalong.DevCluster;
using Tagalong.DevCluster.Kinds;
using Tagalong.Testing;

namespace Tagalong.Core.Tests;

/// <summary>
/// Rollouts and ReplicaSets that live a generated life: relabelled, template changed, labelled by others. The events of that
/// life arrive afterwards, each object's at least once, in two orders, one of them through two processes.
/// </summary>
public class AnyOrderProperties
{
    private static readonly string[] Keys = ["team", "role", "cost-center", "app"];
    private static readonly string[] Actions = ["relabel rollout", "relabel replicaset", "change template", "status"];

    private static readonly Gen<Step[]> Lives =
        Gen.Select(Any.Of(Actions), Gen.Int[0, 2], Any.Of(Keys), Any.Of("1", "2", "3", "")).Select((action, at, key, value) => new Step(action, at, key, value))
            .Array[0, 12];

    [Fact]
    public async Task Any_order_of_any_events_ends_in_the_same_labels_and_nothing_else_changes()
    {
        await using var cluster = await DevApiServer.StartAsync(new DevApiServerOptions(), TestContext.Current.CancellationToken);
        await using var one = RunningLabeler.Start(cluster);
        await using var another = RunningLabeler.Start(cluster);
        await using var third = RunningLabeler.Start(cluster);
        var sample = 0;

        await Gen.Select(Lives, Gen.Int, Gen.Int).SampleAsync(
            async (life, seed, otherSeed) =>
            {
                var number = Interlocked.Increment(ref sample);
                var (a, b) = ($"a{number}", $"b{number}");
                var (events, otherEvents) = (Live(cluster, a, life), Live(cluster, b, life));
                var (expected, before) = (ExpectedIn(cluster, a), AllButLabelsIn(cluster, a));

                await DeliverAsync(events, seed, one);
                await DeliverAsync(otherEvents, otherSeed, another, third);

                Assert.Equal(expected, LabelsIn(cluster, a));
                Assert.Equal(expected, LabelsIn(cluster, b));
                Assert.Equal(before, AllButLabelsIn(cluster, a));
            },
            iter: 60,
            threads: 1);
    }

    [Fact]
    public async Task Half_of_the_events_and_then_a_sweep_end_in_the_same_labels_as_all_of_them()
    {
        await using var cluster = await DevApiServer.StartAsync(new DevApiServerOptions(), TestContext.Current.CancellationToken);
        await using var one = RunningLabeler.Start(cluster);
        await using var another = RunningLabeler.Start(cluster);
        var sample = 0;

        await Gen.Select(Lives, Gen.Int).SampleAsync(
            async (life, seed) =>
            {
                var number = Interlocked.Increment(ref sample);
                var (a, b) = ($"a{number}", $"b{number}");
                var (events, otherEvents) = (Live(cluster, a, life), Live(cluster, b, life));
                var (expected, before) = (ExpectedIn(cluster, b), AllButLabelsIn(cluster, b));
                var random = new Random(seed);

                await DeliverAsync(events, seed, one);
                await DeliverAsync([.. otherEvents.Where(_ => random.Next(2) == 0)], seed, one, another);
                var summary = await another.SweepAsync(new SweepRequest { Namespaces = [b] });

                Assert.True(summary.IsComplete, summary.ToString());
                Assert.Equal(expected, LabelsIn(cluster, a));
                Assert.Equal(expected, LabelsIn(cluster, b));
                Assert.Equal(before, AllButLabelsIn(cluster, b));
            },
            iter: 60,
            threads: 1);
    }

    private static List<EventEnvelope> Live(DevApiServer cluster, string ns, Step[] life)
    {
        var events = new List<EventEnvelope>();
        for (var i = 0; i < 3; i++)
        {
            var rollout = cluster.Objects.Create(
                Object($$$"""
                    {"apiVersion":"argoproj.io/v1alpha1","kind":"Rollout",
                     "metadata":{"name":"r{{{i}}}","namespace":"{{{ns}}}","labels":{"team":"t{{{i}}}"}},"spec":{}}
                    """),
                "kubectl");
            var uid = rollout["metadata"]!["uid"];
            var replicaSet = cluster.Objects.Create(
                Object($$$"""
                    {"apiVersion":"apps/v1","kind":"ReplicaSet",
                     "metadata":{"name":"r{{{i}}}-1","namespace":"{{{ns}}}","labels":{"app":"r{{{i}}}"},
                      "ownerReferences":[{"apiVersion":"argoproj.io/v1alpha1","kind":"Rollout","name":"r{{{i}}}","uid":"{{{uid}}}","controller":true}]},
                     "spec":{"selector":{"matchLabels":{"app":"r{{{i}}}"}},
                      "template":{"metadata":{"labels":{"app":"r{{{i}}}","role":"canary"}},"spec":{"containers":[{"name":"c","image":"i"}]} } } }
                    """),
                "rollouts-controller");
            events.Add(EventOf(rollout));
            events.Add(EventOf(replicaSet));
        }

        events.AddRange(life.Select(step => EventOf(Take(cluster, ns, step))));
        return events;
    }

    private static JsonObject Take(DevApiServer cluster, string ns, Step step)
    {
        var (kind, name) = step.Action == "relabel rollout" ? (ResourceKinds.Rollout, $"r{step.At}") : (ResourceKinds.ReplicaSet, $"r{step.At}-1");
        var value = cluster.Objects.Get(kind, ns, name)!;
        switch (step.Action)
        {
            case "change template":
                Set(value["spec"]!["template"]!["metadata"]!["labels"]!, step);
                return cluster.Objects.Update(value, "rollouts-controller");
            case "status":
                value["status"] = new JsonObject { ["replicas"] = 1, ["observedGeneration"] = step.Key.Length };
                return cluster.Objects.UpdateStatus(value, "kube-controller-manager");
            default:
                Set(value["metadata"]!["labels"] ??= new JsonObject(), step);
                return cluster.Objects.Update(value, "somebody");
        }
    }

    private static void Set(JsonNode labels, Step step)
    {
        if (step.Key == "app")
        {
            // The selector's key: without it the API server would refuse the ReplicaSet.
            return;
        }

        if (step.Value.Length == 0)
        {
            labels.AsObject().Remove(step.Key);
        }
        else
        {
            labels[step.Key] = step.Value;
        }
    }

    private static async Task DeliverAsync(List<EventEnvelope> events, int seed, params RunningLabeler[] labelers)
    {
        var random = new Random(seed);
        EventEnvelope[] arriving = [.. events, .. events.Where(_ => random.Next(3) == 0)];
        random.Shuffle(arriving);
        foreach (var envelope in arriving)
        {
            var outcome = await labelers[random.Next(labelers.Length)].HandleAsync(envelope);
            Assert.True(outcome.Kind is OutcomeKind.Labeled or OutcomeKind.Unchanged or OutcomeKind.Ignored, outcome.ToString());
        }
    }

    private static IEnumerable<(string, LabelSet)> LabelsIn(DevApiServer cluster, string ns) =>
        cluster.Objects.List(ResourceKinds.ReplicaSet, ns).Select(value => (
            (string)value["metadata"]!["name"]!,
            LabelSet.From(value["metadata"]!["labels"]!.AsObject().Select(label => (label.Key, (string)label.Value!)))));

    /// <summary>What others put there stays, then its template's labels count, then its Rollout's.</summary>
    private static List<(string, LabelSet)> ExpectedIn(DevApiServer cluster, string ns) =>
        [.. cluster.Objects.List(ResourceKinds.ReplicaSet, ns).Select(value =>
        {
            var rollout = cluster.Objects.Get(ResourceKinds.Rollout, ns, (string)value["metadata"]!["ownerReferences"]![0]!["name"]!)!;
            var labels = new Dictionary<string, string>();
            foreach (var source in (JsonNode?[])[value["metadata"]!["labels"], value["spec"]!["template"]!["metadata"]!["labels"], rollout["metadata"]!["labels"]])
            {
                foreach (var (key, text) in source?.AsObject() ?? [])
                {
                    labels.TryAdd(key, (string)text!);
                }
            }

            return ((string)value["metadata"]!["name"]!, LabelSet.From(labels.Select(label => (label.Key, label.Value))));
        })];

    private static List<string> AllButLabelsIn(DevApiServer cluster, string ns) =>
        cluster.Objects.List(ResourceKinds.ReplicaSet, ns).Concat(cluster.Objects.List(ResourceKinds.Rollout, ns)).Select(value =>
        {
            var metadata = value["metadata"]!.AsObject();
            metadata.Remove("labels");
            metadata.Remove("managedFields");
            metadata.Remove("resourceVersion");
            return value.ToJsonString();
        }).ToList();

    private static EventEnvelope EventOf(JsonObject shown) => new()
    {
        Id = "1",
        Type = "dev.knative.apiserver.resource.update",
        Data = Encoding.UTF8.GetBytes(shown.ToJsonString()),
        IsSenderAuthenticated = true,
    };

    private static JsonObject Object(string json) => JsonNode.Parse(json)!.AsObject();

    private sealed record Step(string Action, int At, string Key, string Value);
}
