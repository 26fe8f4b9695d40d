using System.Text.Json.Nodes;
using Tagalong.DevCluster;
using Tagalong.Testing;
using Tagalong.Testing.Running;

namespace Tagalong.Server.Tests.Watching;

/// <summary>Whole releases, recorded from the real Argo Rollouts, happen again in a dev cluster that the relay watches.</summary>
public class RelayReplayTests
{
    /// <summary>An object of each kind that is watched, after which nothing more of the release can come.</summary>
    private static readonly string[] Last = ["Rollout", "Experiment", "ReplicaSet"];

    [Theory]
    [InlineData("argo-rollouts/canary", 94, "01 02 17 32 34 37 78 83 86")]
    [InlineData("argo-rollouts/blue-green", 63, "01 02 03 04 07 36 54")]
    public async Task Only_relevant_changes_of_a_release_are_sent(string folder, int changes, string sent)
    {
        await using var cluster = await DevApiServer.StartAsync(new DevApiServerOptions(), TestContext.Current.CancellationToken);
        await using var sink = await Receiver.StartAsync();
        await using var relay = await RunningRelay.StartAsync(cluster, $"Tagalong:Watch:Sink={sink.Url}");
        await relay.ReadyAsync();
        var replay = new LiveReplay(cluster.Objects);
        var recorded = RecordedRequest.All(folder);
        var expected = new List<string>();

        foreach (var request in recorded)
        {
            var shown = replay.Play(request);
            if (sent.Contains(request.Name[..2], StringComparison.Ordinal))
            {
                // Two changes of one object in a row may else be told of as one.
                expected.Add($"{shown["metadata"]!["uid"]}/{shown["metadata"]!["resourceVersion"]}");
                await Eventually.EqualAsync(expected.Count, () => Task.FromResult(sink.Taken.Count));
            }
        }

        foreach (var kind in Last)
        {
            cluster.Objects.Create(Named(kind), "test");
        }

        await Eventually.EqualAsync(expected.Count + Last.Length, () => Task.FromResult(sink.Taken.Count));
        Assert.Equal(changes, recorded.Count);
        Assert.Equal(expected, sink.Taken.Take(expected.Count).Select(static told => told["id"]));
        Assert.All(sink.Taken.Skip(expected.Count), static told => Assert.Equal("last", told["name"]));
    }

    [Theory]
    [InlineData("argo-rollouts/canary", "canary.txt")]
    [InlineData("argo-rollouts/blue-green", "blue-green.txt")]
    public async Task The_relay_and_other_event_sources_write_the_same_labels(string folder, string expected)
    {
        await using var cluster = await DevApiServer.StartAsync(new DevApiServerOptions(), TestContext.Current.CancellationToken);
        await using var relay = await RunningRelay.StartAsync(cluster, "Tagalong:Watch:Apply=true");
        await relay.ReadyAsync();
        var replay = new LiveReplay(cluster.Objects);

        foreach (var request in RecordedRequest.All(folder).TakeWhile(static request => !request.Headers["Ce-Type"].EndsWith(".delete", StringComparison.Ordinal)))
        {
            replay.Play(request);
        }

        var story = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Replays", expected), TestContext.Current.CancellationToken);
        await Eventually.EqualAsync(story[(story.IndexOf("\n\n", StringComparison.Ordinal) + 2)..], () => Task.FromResult(Written(ClusterLabels.In(cluster))));
        TestContext.Current.TestOutputHelper!.WriteLine($"{folder}: {relay.Accepted} sends, {cluster.Requests.Writes} writes");
    }

    private static JsonObject Named(string kind) => new()
    {
        ["apiVersion"] = kind == "ReplicaSet" ? "apps/v1" : "argoproj.io/v1alpha1",
        ["kind"] = kind,
        ["metadata"] = new JsonObject { ["name"] = "last", ["namespace"] = "shop" },
        ["spec"] = new JsonObject(),
    };

    private static string Written(SortedDictionary<string, string> labels) =>
        string.Concat(labels.Select(target => $"{target.Key}\n    {target.Value.Replace(",", "\n    ", StringComparison.Ordinal)}\n"));
}
