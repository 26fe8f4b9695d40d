using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Tagalong.DevCluster;
using Tagalong.Testing;
using Tagalong.Testing.Running;

namespace Tagalong.Hosting.Tests;

/// <summary>
/// Whole releases, recorded from the real Argo Rollouts and the real Knative adapter, happen again in a dev cluster while
/// the function gets the event of each change. What has to come of each event, the calls it may take and the labels in
/// the end are written out in <c>Replays/</c>.
/// </summary>
public class LiveReplayTests
{
    [Theory]
    [InlineData("argo-rollouts/canary", "canary.txt", 10)]
    [InlineData("argo-rollouts/blue-green", "blue-green.txt", 6)]
    [InlineData("knative-resource", "knative-resource.txt", 5)]
    [InlineData("knative-reference", "knative-reference.txt", 5)]
    public async Task A_release_gets_its_labels_for_one_write_an_object_and_change(string folder, string expected, int writes)
    {
        var recorded = RecordedRequest.All(folder);
        var bodies = folder == "knative-reference" ? RecordedRequest.All("knative-resource") : recorded;
        var clock = new FakeTimeProvider(TimeOf(recorded[0]));
        await using var cluster = await DevApiServer.StartAsync(new DevApiServerOptions { TimeProvider = clock }, TestContext.Current.CancellationToken);
        await using var function = await RunningServer.StartAsync(["Tagalong:Owners:TimeToLive=00:00:02"], cluster, clock);
        var replay = new LiveReplay(function.Cluster.Objects);
        var story = new StringBuilder();
        var labels = "";

        foreach (var (request, whole) in recorded.Zip(bodies))
        {
            if (labels.Length == 0 && request.Headers["Ce-Type"].EndsWith(".delete", StringComparison.Ordinal))
            {
                labels = Written(ClusterLabels.In(function.Cluster));
            }

            clock.SetUtcNow(Later(clock.GetUtcNow(), TimeOf(request)));
            var shown = replay.Play(whole);
            Assert.Equal(HttpStatusCode.Accepted, await function.SendAsync(request, request == whole ? Encoding.UTF8.GetBytes(shown.ToJsonString()) : null));
            story.Append($"{request.Name}: {function.LastOutcome()}\n");
        }

        story.Append('\n').Append(labels);
        AssertStory(expected, story.ToString());
        Assert.Equal(writes, function.Cluster.Requests.Writes);
        Assert.Equal(function.Outcomes().Sum(outcome => outcome.Reads), function.Cluster.Requests.Reads);
    }

    private static void AssertStory(string file, string story)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "Replays", file);
        var expected = File.Exists(path) ? File.ReadAllText(path) : "";
        if (expected != story)
        {
            // Beside the expectation, for a look at the difference.
            File.WriteAllText(path + ".actual", story);
        }

        Assert.Equal(expected, story);
    }

    private static string Written(SortedDictionary<string, string> labels) =>
        string.Concat(labels.Select(target => $"{target.Key}\n    {target.Value.Replace(",", "\n    ", StringComparison.Ordinal)}\n"));

    private static DateTimeOffset TimeOf(RecordedRequest request) => DateTimeOffset.Parse(request.Headers["Ce-Time"], CultureInfo.InvariantCulture);

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
