using System.Globalization;
using System.Text.Json.Nodes;
using Tagalong.DevCluster;
using Tagalong.DevCluster.Kinds;
using Tagalong.Functions.Tests.Running;
using Tagalong.Testing;

namespace Tagalong.Functions.Tests.Replays;

/// <summary>A thousand messages, one in a hundred of them poison, through the function <c>queue</c>, whose worker is killed on the way.</summary>
public sealed class ThousandMessagesTests
{
    private const int Messages = 1_000;
    private const int Poison = 10;

    /// <summary>The messages that the host has in process at once: a batch, and half of the next.</summary>
    private const int InProcess = 24;

    [Fact]
    public async Task Nothing_is_lost_nothing_is_doubled_and_the_poison_is_kept_with_its_reason()
    {
        var cluster = await Checkout.StartClusterAsync(TestContext.Current.CancellationToken);
        var children = Enumerable.Range(0, Messages - Poison).Select(number => Seed(cluster, number)).ToList();
        var before = cluster.Objects.ResourceVersion;
        await using var app = await RunningApp.StartAsync(["AzureFunctionsJobHost__extensions__queues__visibilityTimeout=00:00:00.1"], cluster: cluster);

        for (var at = 0; at < Messages; at++)
        {
            var text = at % 100 == 50 ? CloudEventText.Of("dev.knative.apiserver.resource.add", new JsonObject { ["n"] = at }, $"poison-{at}") : EventOf(children[at - ((at + 49) / 100)]);
            app.Host.Queues.Send(RunningApp.Queue, at % 2 == 0 ? text : CloudEventText.InBase64(text));
        }

        await Eventually.EqualAsync(true, () => Task.FromResult(cluster.Requests.Writes > 300));
        await app.Host.KillWorkerAsync();
        await app.QueueIsEmptyAsync();

        Assert.Equal(2, app.Host.WorkerStarts);
        Assert.All(cluster.Objects.List(ResourceKinds.ReplicaSet, "shop").Where(static one => one["metadata"]!["name"]!.GetValue<string>().StartsWith("checkout-n", StringComparison.Ordinal)),
            static one => Assert.Equal("cc-1042", (string?)one["metadata"]!["labels"]!["cost-center"]));

        // A message that was in process when the worker died is handled again: its write finds the labels there and changes nothing.
        Assert.Equal(Messages - Poison, cluster.Objects.ResourceVersion - before);
        Assert.InRange(cluster.Requests.Writes, Messages - Poison, Messages - Poison + InProcess);
        var letters = app.Host.Queues[RunningApp.PoisonQueue].Messages.Select(static message => JsonNode.Parse(CloudEventText.FromBase64(message.Text))!).ToList();
        Assert.Equal(
            Enumerable.Range(0, Poison).Select(static number => $"poison-{(number * 100) + 50}").Order(StringComparer.Ordinal),
            letters.Select(static letter => (string)letter["id"]!).Order(StringComparer.Ordinal));
        Assert.All(letters, static letter => Assert.StartsWith("NoObject: ", (string?)letter["deadletterreason"], StringComparison.Ordinal));
    }

    private static JsonObject Seed(DevApiServer cluster, int number)
    {
        var child = JsonNode.Parse(Checkout.ReplicaSet.Body)!.AsObject();
        child["metadata"]!["name"] = string.Create(CultureInfo.InvariantCulture, $"checkout-n{number}");
        child["metadata"]!["uid"] = Guid.NewGuid().ToString();
        child["metadata"]!.AsObject().Remove("resourceVersion");
        return cluster.Objects.Seed(child);
    }

    private static string EventOf(JsonObject child) => CloudEventText.Of("dev.knative.apiserver.resource.add", child, (string)child["metadata"]!["name"]!);
}
