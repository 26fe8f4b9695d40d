using Microsoft.Extensions.Time.Testing;
using Tagalong.DevCluster.Faults;
using Tagalong.Functions.Tests.Running;
using Tagalong.FunctionsHost.App;
using Tagalong.Testing;

namespace Tagalong.Functions.Tests.Triggers;

/// <summary>The functions for Service Bus and Event Hubs, with attributes of the shape of the official ones.</summary>
public sealed class BrokerTriggerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Their_bindings_are_those_of_the_official_packages()
    {
        await using var app = await RunningApp.StartAsync(folder: RunningApp.BrokerFolder);

        var (serviceBus, eventHubs) = (app.Host.Functions["servicebus"], app.Host.Functions["eventhubs"]);
        Assert.Equal(
            """{"name":"message","type":"serviceBusTrigger","direction":"In","queueName":"%TAGALONG_QUEUE%","connection":"ServiceBus","cardinality":"One","dataType":"String"}""",
            Assert.Single(serviceBus.RawBindings));
        Assert.Equal(
            """{"name":"batch","type":"eventHubTrigger","direction":"In","eventHubName":"%TAGALONG_EVENT_HUB%","connection":"EventHubs","cardinality":"Many","dataType":"String"}""",
            Assert.Single(eventHubs.RawBindings));
        Assert.Null(serviceBus.Retry);
        Assert.Equal(new RetryPolicy(20, TimeSpan.FromSeconds(4), TimeSpan.FromMinutes(5)), eventHubs.Retry);
        Assert.Equal(["eventgrid", "eventhubs", "events", "queue", "servicebus", "sweep"], app.Host.Functions.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_message_of_Service_Bus_labels_its_object_or_fails_or_is_recorded()
    {
        await using var app = await RunningApp.StartAsync(["Tagalong__ApiCalls__MaxRetries=0"], folder: RunningApp.BrokerFolder);
        app.Cluster.Faults.Add(Fault.Status(503, "ServiceUnavailable", "no"), static request => request.IsWrite, times: 1);

        var deferred = await app.Host.DeliverServiceBusAsync("servicebus", CloudEventText.Added, deliveryCount: 1, Token);
        var labeled = await app.Host.DeliverServiceBusAsync("servicebus", CloudEventText.Added, deliveryCount: 2, Token);
        var rejected = await app.Host.DeliverServiceBusAsync("servicebus", CloudEventText.WithoutObject, deliveryCount: 1, Token);

        Assert.StartsWith("Deferred (ServerError).", deferred.Error, StringComparison.Ordinal);
        Assert.True(labeled.Succeeded && rejected.Succeeded);
        Assert.Equal(RunningApp.AllLabels, app.Labels);
        Assert.Contains(app.Host.Conversation.LogsOf(rejected.InvocationId), static log => log.Message.StartsWith("Rejected", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Of_a_batch_of_Event_Hubs_what_is_poison_is_recorded_and_skipped()
    {
        await using var app = await RunningApp.StartAsync(folder: RunningApp.BrokerFolder);

        var result = await app.Host.DeliverEventHubsAsync("eventhubs", ["no JSON", CloudEventText.WithoutObject, CloudEventText.Added, ""], Token);

        Assert.True(result.Succeeded);
        Assert.Equal(RunningApp.AllLabels, app.Labels);
        Assert.Equal(3, app.Host.Conversation.LogsOf(result.InvocationId).Count(static log => log.Message.StartsWith("Rejected", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_batch_of_Event_Hubs_of_which_an_event_is_deferred_is_tried_again_by_the_retry_policy()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch);
        await using var app = await RunningApp.StartAsync(["Tagalong__ApiCalls__MaxRetries=0"], time, RunningApp.BrokerFolder);
        app.Cluster.Faults.Add(Fault.Status(503, "ServiceUnavailable", "no"), static request => request.IsWrite, times: 2);

        var delivering = app.Host.DeliverEventHubsAsync("eventhubs", ["no JSON", CloudEventText.Added], Token);
        await Eventually.EqualAsync(true, () =>
        {
            time.Advance(TimeSpan.FromSeconds(2));
            return Task.FromResult(delivering.IsCompleted);
        });
        var result = await delivering;

        Assert.Equal((true, 3), (result.Succeeded, result.Attempts));
        Assert.Equal(RunningApp.AllLabels, app.Labels);
    }

    [Fact]
    public async Task A_worker_killed_in_the_middle_of_a_batch_has_it_tried_again()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch);
        await using var app = await RunningApp.StartAsync(time: time, folder: RunningApp.BrokerFolder);
        using var held = new HeldWrites(app.Cluster);
        var delivering = app.Host.DeliverEventHubsAsync("eventhubs", [CloudEventText.Added], Token);
        await held.CountAsync(1);

        await app.Host.KillWorkerAsync();
        held.Dispose();
        await Eventually.EqualAsync(true, () =>
        {
            time.Advance(TimeSpan.FromSeconds(2));
            return Task.FromResult(delivering.IsCompleted);
        });

        Assert.True((await delivering).Succeeded);
        Assert.Equal(RunningApp.AllLabels, app.Labels);
    }

    [Fact]
    public async Task An_invocation_that_is_cancelled_fails()
    {
        await using var app = await RunningApp.StartAsync(folder: RunningApp.BrokerFolder);
        using var cancelling = CancellationTokenSource.CreateLinkedTokenSource(Token);
        using var held = new HeldWrites(app.Cluster);
        var delivering = app.Host.DeliverServiceBusAsync("servicebus", CloudEventText.Added, deliveryCount: 1, cancelling.Token);
        await held.CountAsync(1);

        await cancelling.CancelAsync();

        Assert.StartsWith("Deferred (ShuttingDown).", (await delivering).Error, StringComparison.Ordinal);
    }
}
