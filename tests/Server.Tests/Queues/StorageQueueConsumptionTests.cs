using System.Net;
using System.Text.Json.Nodes;
using Tagalong.DevCluster;
using Tagalong.DevCluster.Faults;
using Tagalong.DevCluster.Kinds;
using Tagalong.Server.Tests.Watching;
using Tagalong.Testing;

namespace Tagalong.Server.Tests.Queues;

/// <summary>From a message that Event Grid put to a queue of Azure Storage, here Azurite, to labels; and what becomes of the message otherwise.</summary>
public class StorageQueueConsumptionTests(StorageAccount account) : IClassFixture<StorageAccount>
{
    private const string ReplicaSet = "checkout-8668bffb96";

    [AzuriteFact]
    public async Task A_message_of_Event_Grid_is_labelled_and_deleted()
    {
        await using var cluster = await Checkout.StartClusterAsync(TestContext.Current.CancellationToken);
        var queue = await account.CreateQueueAsync();
        await queue.SendMessageAsync(EventGridMessage.Of(Checkout.ReplicaSet), TestContext.Current.CancellationToken);
        await using var consumer = await RunningConsumer.StartAsync(account, queue.Name, cluster);

        await Eventually.EqualAsync(0, () => account.CountAsync(queue.Name));

        Assert.Equal("payments", Team(cluster));
        Assert.Equal("Labeled", Assert.Single(consumer.Outcomes()).Kind);
        Assert.Equal((HttpStatusCode.OK, "ok"), await consumer.ProbeAsync());
        Assert.Contains("https://storage.azure.com/.default", Assert.Single(account.Entra.Scopes.Distinct()), StringComparison.Ordinal);
        Assert.Empty(await account.TextsAsync($"{queue.Name}-poison"));
    }

    [AzuriteFact]
    public async Task A_message_without_base64_is_labelled_too()
    {
        await using var cluster = await Checkout.StartClusterAsync(TestContext.Current.CancellationToken);
        var queue = await account.CreateQueueAsync();
        var live = cluster.Objects.Get(ResourceKinds.ReplicaSet, "shop", ReplicaSet)!;
        await queue.SendMessageAsync(EventGridMessage.Structured("dev.knative.apiserver.resource.update", "/x", live), TestContext.Current.CancellationToken);
        await using var consumer = await RunningConsumer.StartAsync(account, queue.Name, cluster);

        await Eventually.EqualAsync(0, () => account.CountAsync(queue.Name));

        Assert.Equal("payments", Team(cluster));
    }

    [AzuriteFact]
    public async Task An_event_that_fails_is_retried()
    {
        await using var cluster = await Checkout.StartClusterAsync(TestContext.Current.CancellationToken);
        cluster.Faults.Add(Fault.Status(503, "ServiceUnavailable", "Starting."), request => request.Verb == "patch", times: 1);
        var queue = await account.CreateQueueAsync();
        await queue.SendMessageAsync(EventGridMessage.Of(Checkout.ReplicaSet), TestContext.Current.CancellationToken);
        await using var consumer = await RunningConsumer.StartAsync(account, queue.Name, cluster, "Tagalong:ApiCalls:MaxRetries=0", "Tagalong:Queue:AzureStorage:VisibilityTimeout=01:00:00");

        await Eventually.EqualAsync(0, () => account.CountAsync(queue.Name));

        Assert.Equal(["Deferred", "Labeled"], consumer.Outcomes().Select(static outcome => outcome.Kind));
        Assert.Equal("payments", Team(cluster));
    }

    [AzuriteFact]
    public async Task An_event_that_keeps_failing_is_dead_lettered_and_can_be_put_back()
    {
        await using var cluster = await Checkout.StartClusterAsync(TestContext.Current.CancellationToken);
        var refused = cluster.Faults.Add(Fault.Status(403, "Forbidden", "replicasets.apps \"x\" is forbidden: User \"tagalong\" cannot patch resource \"replicasets\" in API group \"apps\" in the namespace \"shop\""), request => request.Verb == "patch");
        var queue = await account.CreateQueueAsync();
        await queue.SendMessageAsync(EventGridMessage.Of(Checkout.ReplicaSet), TestContext.Current.CancellationToken);
        await using var consumer = await RunningConsumer.StartAsync(
            account, queue.Name, cluster, "Tagalong:Consume:MaxRetries=1", "Tagalong:Consume:RetryDelay=00:00:00.1", "Tagalong:Consume:LongestRetryDelay=00:00:00.1");

        await Eventually.EqualAsync(0, () => account.CountAsync(queue.Name));
        var text = Assert.Single(await account.TextsAsync($"{queue.Name}-poison"));
        var letter = JsonNode.Parse(text)!.AsObject();
        refused.Dispose();
        await queue.SendMessageAsync(EventGridMessage.InBase64(text), TestContext.Current.CancellationToken);
        await Eventually.EqualAsync(0, () => account.CountAsync(queue.Name));

        Assert.Equal("payments", Team(cluster));
        Assert.Equal(["Denied", "Denied", "Labeled"], consumer.Outcomes().Select(static outcome => outcome.Kind));
        Assert.StartsWith("Forbidden: ", (string?)letter["deadletterreason"], StringComparison.Ordinal);
        Assert.Equal("2", (string?)letter["deliveryattempts"]);
        Assert.Equal(("1.0", ReplicaSet), ((string?)letter["specversion"], (string?)letter["data"]!["metadata"]!["name"]));
    }

    [AzuriteFact]
    public async Task A_message_that_is_not_an_event_is_dead_lettered_at_once()
    {
        await using var cluster = await Checkout.StartClusterAsync(TestContext.Current.CancellationToken);
        var queue = await account.CreateQueueAsync();
        await queue.SendMessageAsync("&lt;no event&gt;", TestContext.Current.CancellationToken);
        await using var consumer = await RunningConsumer.StartAsync(account, queue.Name, cluster);

        await Eventually.EqualAsync(0, () => account.CountAsync(queue.Name));
        var letter = JsonNode.Parse(Assert.Single(await account.TextsAsync($"{queue.Name}-poison")))!.AsObject();

        Assert.StartsWith("NotACloudEvent: ", (string?)letter["deadletterreason"], StringComparison.Ordinal);
        Assert.Equal(("1", "&lt;no event&gt;"), ((string?)letter["deliveryattempts"], (string?)letter["message"]));
    }

    [AzuriteFact]
    public async Task A_message_delivered_too_often_is_not_tried_again()
    {
        await using var cluster = await Checkout.StartClusterAsync(TestContext.Current.CancellationToken);
        var queue = await account.CreateQueueAsync();
        await queue.SendMessageAsync(EventGridMessage.Of(Checkout.ReplicaSet), TestContext.Current.CancellationToken);
        for (var life = 1; life <= 3; life++)
        {
            // Whoever took it died over it.
            var taken = (await queue.ReceiveMessageAsync(TimeSpan.FromHours(1), TestContext.Current.CancellationToken)).Value;
            await queue.UpdateMessageAsync(taken.MessageId, taken.PopReceipt, visibilityTimeout: TimeSpan.Zero, cancellationToken: TestContext.Current.CancellationToken);
        }

        await using var consumer = await RunningConsumer.StartAsync(account, queue.Name, cluster, "Tagalong:Consume:MaxRetries=2");
        await Eventually.EqualAsync(0, () => account.CountAsync(queue.Name));

        Assert.Contains("never settled", Assert.Single(await account.TextsAsync($"{queue.Name}-poison")), StringComparison.Ordinal);
        Assert.Null(Team(cluster));
        Assert.Equal(0, cluster.Requests.Reads + cluster.Requests.Writes);
    }

    [AzuriteFact]
    public async Task A_stopping_consumer_releases_unfinished_messages()
    {
        await using var cluster = await Checkout.StartClusterAsync(TestContext.Current.CancellationToken);
        var writing = new TaskCompletionSource();
        var hanging = cluster.Faults.Add(Fault.Hang(), request => request.Verb == "patch" && (writing.TrySetResult() || true));
        var queue = await account.CreateQueueAsync();
        await queue.SendMessageAsync(EventGridMessage.Of(Checkout.ReplicaSet), TestContext.Current.CancellationToken);
        await using var consumer = await RunningConsumer.StartAsync(
            account, queue.Name, cluster, "Tagalong:Queue:AzureStorage:VisibilityTimeout=01:00:00", "Tagalong:ApiCalls:AttemptTimeout=00:01:00", "Tagalong:Labeler:EventTimeout=00:01:00");
        await writing.Task.WaitAsync(TestContext.Current.CancellationToken);

        await consumer.StopAsync();
        hanging.Dispose();
        await using var next = await RunningConsumer.StartAsync(account, queue.Name, cluster);
        await Eventually.EqualAsync(0, () => account.CountAsync(queue.Name));

        Assert.Equal("payments", Team(cluster));
    }

    [AzuriteFact]
    public async Task A_missing_queue_is_reported_and_consumed_once_it_exists()
    {
        await using var cluster = await Checkout.StartClusterAsync(TestContext.Current.CancellationToken);
        var queue = account.Queue("made-later");
        await using var consumer = await RunningConsumer.StartAsync(account, queue.Name, cluster);
        await Eventually.EqualAsync(
            (HttpStatusCode.ServiceUnavailable, "There is no queue made-later; create it: az storage queue create --auth-mode login -n made-later."), consumer.ProbeAsync);

        await queue.CreateAsync(cancellationToken: TestContext.Current.CancellationToken);
        await queue.SendMessageAsync(EventGridMessage.Of(Checkout.ReplicaSet), TestContext.Current.CancellationToken);
        await Eventually.EqualAsync(0, () => account.CountAsync(queue.Name));

        Assert.Equal("payments", Team(cluster));
        Assert.Equal((HttpStatusCode.OK, "ok"), await consumer.ProbeAsync());
    }

    [AzuriteFact]
    public async Task Events_of_the_relay_are_labelled_by_the_consumer_even_if_an_object_is_too_large_for_a_queue()
    {
        await using var cluster = await DevApiServer.StartAsync(new DevApiServerOptions(), TestContext.Current.CancellationToken);
        Shop.AddRollout(cluster, "web");
        Shop.AddReplicaSet(cluster, "small");
        Shop.AddReplicaSet(cluster, "large");
        var large = cluster.Objects.Get(ResourceKinds.ReplicaSet, "shop", "large")!;
        large["metadata"]!["annotations"] = new JsonObject { ["notes"] = new string('x', 50_000) };
        cluster.Objects.Update(large, "kubectl");
        var queue = await account.CreateQueueAsync();

        await using (await RunningRelay.StartAsync(cluster, account.Settings($"Tagalong:Watch:Queue={queue.Name}", """K_CE_OVERRIDES={"extensions":{"region":"west"}}""")))
        {
            await Eventually.EqualAsync(3, () => account.CountAsync(queue.Name));
        }

        var sent = (await account.TextsAsync(queue.Name)).Select(static text => JsonNode.Parse(text)!).ToDictionary(static told => (string)told["name"]!);
        await using var consumer = await RunningConsumer.StartAsync(account, queue.Name, cluster);
        await Eventually.EqualAsync(0, () => account.CountAsync(queue.Name));

        Assert.Equal("payments", Shop.Teams(cluster));
        Assert.Equal(("dev.knative.apiserver.resource.add", "dev.knative.apiserver.ref.add"), ((string?)sent["small"]["type"], (string?)sent["large"]["type"]));
        Assert.Equal("""{"kind":"ReplicaSet","namespace":"shop","name":"large","apiVersion":"apps/v1"}""", sent["large"]["data"]!.ToJsonString());
        Assert.All(sent.Values, static told => Assert.Equal("west", (string?)told["region"]));
    }

    private static string? Team(DevApiServer cluster) =>
        (string?)cluster.Objects.Get(ResourceKinds.ReplicaSet, "shop", ReplicaSet)!["metadata"]!["labels"]!["team"];
}
