using System.Net;
using System.Text.Json.Nodes;
using Tagalong.DevCluster;
using Tagalong.Functions.Tests.Running;
using Tagalong.Testing;

namespace Tagalong.Functions.Tests.Replays;

/// <summary>
/// Whole recorded releases happen again in a dev cluster while the app gets the event of each change. They end in the labels and the number
/// of writes that the server's replay of the same release has: <c>Hosting.Tests/Replays</c>.
/// </summary>
public sealed class ReplayTests
{
    [Theory]
    [InlineData("canary", 10)]
    [InlineData("blue-green", 6)]
    public Task Through_the_function_events(string release, int writes) => ReplayAsync(release, writes, static async (app, request, data) =>
    {
        var message = request.ToMessage(System.Text.Encoding.UTF8.GetBytes(data.ToJsonString()));
        message.RequestUri = new Uri("/events", UriKind.Relative);
        using var response = await app.SendAsync(message);
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
    });

    [Theory]
    [InlineData("canary", 10)]
    [InlineData("blue-green", 6)]
    public Task Through_the_function_queue(string release, int writes) => ReplayAsync(release, writes, static async (app, request, data) =>
    {
        app.Host.Queues.Send(RunningApp.Queue, CloudEventText.InBase64(CloudEventText.Of(request, data)));
        await app.QueueIsEmptyAsync();
    });

    private static async Task ReplayAsync(string release, int writes, Func<RunningApp, RecordedRequest, JsonObject, Task> sendAsync)
    {
        var cluster = await DevApiServer.StartAsync(new DevApiServerOptions(), TestContext.Current.CancellationToken);
        await using var app = await RunningApp.StartAsync(cluster: cluster);
        var replay = new LiveReplay(cluster.Objects);
        var labels = "";

        foreach (var request in RecordedRequest.All($"argo-rollouts/{release}"))
        {
            if (labels.Length == 0 && request.Headers["Ce-Type"].EndsWith(".delete", StringComparison.Ordinal))
            {
                labels = Written(ClusterLabels.In(cluster));
            }

            await sendAsync(app, request, replay.Play(request));
        }

        var story = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Replays", $"{release}.txt"), TestContext.Current.CancellationToken);
        Assert.Equal(story.Split("\n\n")[1], labels);
        Assert.Equal(writes, cluster.Requests.Writes);
        Assert.Empty(app.Host.Queues[RunningApp.PoisonQueue].Messages);
    }

    private static string Written(SortedDictionary<string, string> labels) =>
        string.Concat(labels.Select(static target => $"{target.Key}\n    {target.Value.Replace(",", "\n    ", StringComparison.Ordinal)}\n"));
}
