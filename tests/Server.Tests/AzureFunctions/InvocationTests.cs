using System.Net;
using Microsoft.Extensions.Time.Testing;
using Tagalong.DevCluster.Faults;
using Tagalong.Server.Tests.OutcomeEvents;
using Tagalong.ServerHost;
using Tagalong.Testing;

namespace Tagalong.Server.Tests.AzureFunctions;

/// <summary>What invocations are answered and recorded as, where something is out of the ordinary.</summary>
public class InvocationTests
{
    private static readonly string Added = CloudEventText.Of(Checkout.ReplicaSet);

    [Theory]
    [InlineData("""{"Data":{"message":"\"{""")]
    [InlineData("""{"Data":{"msg":"\"{}\""},"Metadata":{}}""")]
    [InlineData("no JSON")]
    public async Task A_payload_that_is_cut_off_or_of_another_binding_fails_and_is_recorded(string payload)
    {
        await using var handler = await HandlerPort.StartHandlerAsync(["Tagalong:AzureFunctions:RedeliveryDelay=00:00:00"]);
        using var request = HandlerPort.Invocation("servicebus", payload);

        using var response = await handler.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal("Deferred/BodyIncomplete 0r 0w", handler.LastOutcome().ToString());
    }

    [Fact]
    public async Task A_payload_that_is_too_large_is_swallowed_and_recorded()
    {
        await using var handler = await HandlerPort.StartHandlerAsync(["Tagalong:Http:MaxBodyBytes=1024"]);

        var (status, body) = await handler.InvokeAsync("eventhubs", "events", TriggerData.EventHubs(new string('x', 5000)));

        Assert.Equal((HttpStatusCode.OK, """{"Outputs":{},"Logs":["1 of 1: Rejected (BodyTooLarge)"],"ReturnValue":null}"""), (status, body));
        Assert.Equal(0, handler.BytesInFlight);
    }

    [Fact]
    public async Task A_payload_may_be_as_much_larger_than_its_events_as_the_host_makes_it()
    {
        await using var handler = await HandlerPort.StartHandlerAsync([$"Tagalong:Http:MaxBodyBytes={Added.Length}"]);

        var (status, _) = await handler.InvokeAsync("servicebus", "message", TriggerData.ServiceBus(Added));

        Assert.Equal((HttpStatusCode.OK, "Labeled"), (status, handler.LastOutcome().Kind));
    }

    [Fact]
    public async Task Poison_is_recorded_by_its_place_in_the_invocation()
    {
        await using var handler = await HandlerPort.StartHandlerAsync();

        await handler.InvokeAsync("eventhubs", "events", TriggerData.EventHubs(CloudEventText.Ignored(), "no JSON"));

        Assert.Single(handler.Logs.GetSnapshot(), line => line.Message.Contains(
            "Rejected event 6a7fc2b6-35b3-4d18-a6c8-0a8ef0f4a39b/1: NotACloudEvent", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_too_much_or_comes_to_no_end_in_time_fails_so_that_it_comes_again()
    {
        await using var handler = await HandlerPort.StartHandlerAsync(
            ["Tagalong:Http:MaxInFlight=1", "Tagalong:ApiCalls:AttemptTimeout=00:01:00", "Tagalong:Labeler:EventTimeout=00:02:00", "Tagalong:Http:DrainTimeout=00:00:00"]);
        handler.Cluster.Faults.Add(Fault.Hang());
        var first = handler.InvokeAsync("eventgrid", "event", TriggerData.EventGrid(Added));
        await Eventually.EqualAsync(1, () => Task.FromResult(handler.InFlight));

        var (second, body) = await handler.InvokeAsync("eventgrid", "event", TriggerData.EventGrid(Added));
        await handler.StopAsync();

        Assert.Equal((HttpStatusCode.ServiceUnavailable, """{"Outputs":{},"Logs":["1 of 1: Deferred (Overloaded)"],"ReturnValue":null}"""), (second, body));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, """{"Outputs":{},"Logs":["1 of 1: Deferred (ShuttingDown)"],"ReturnValue":null}"""), await first);
    }

    [Fact]
    public async Task A_message_that_is_to_come_again_is_held_back_and_its_memory_is_not()
    {
        var time = new FakeTimeProvider();
        await using var handler = await HandlerPort.StartHandlerAsync(time: time);
        handler.Cluster.Faults.Add(Fault.Status(403, "Forbidden", "no"), request => request.Verb == "patch");

        var grid = await handler.InvokeAsync("eventgrid", "event", TriggerData.EventGrid(Added));
        var message = handler.InvokeAsync("servicebus", "message", TriggerData.ServiceBus(Added));
        await Eventually.EqualAsync((2, 0L), () => Task.FromResult((handler.Outcomes().Count(), handler.BytesInFlight)));
        var wasHeldBack = !message.IsCompleted;
        await Eventually.EqualAsync(true, () =>
        {
            time.Advance(TimeSpan.FromSeconds(30));
            return Task.FromResult(message.IsCompleted);
        });

        Assert.True(wasHeldBack);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.ServiceUnavailable), (grid.Status, (await message).Status));
    }

    [Fact]
    public async Task A_sink_is_told_of_what_a_message_led_to_and_no_answer_carries_it()
    {
        await using var sink = await Receiver.StartAsync();
        await using var handler = await HandlerPort.StartHandlerAsync([$"Tagalong:OutcomeEvents:Sink={sink.Url}", "Tagalong:OutcomeEvents:Reply=true"]);

        var (_, body) = await handler.InvokeAsync("servicebus", "message", TriggerData.ServiceBus(Added));
        await handler.StopAsync();

        Assert.Equal("""{"Outputs":{},"Logs":["1 of 1: Labeled (Applied)"],"ReturnValue":null}""", body);
        Assert.Equal("dev.tagalong.labels.applied", Assert.Single(sink.Taken)["type"]);
    }

    [Fact]
    public async Task An_event_of_an_unknown_cluster_is_swallowed_and_told_of()
    {
        await using var sink = await Receiver.StartAsync();
        await using var handler = await HandlerPort.StartHandlerAsync([$"Tagalong:OutcomeEvents:Sink={sink.Url}", "Tagalong:Clusters:prod-eu-1:Access=Kubeconfig"]);

        var (status, body) = await handler.InvokeAsync("servicebus", "message", TriggerData.ServiceBus(CloudEventText.Of(Checkout.ReplicaSet, "nowhere")));
        await handler.StopAsync();

        Assert.Equal((HttpStatusCode.OK, """{"Outputs":{},"Logs":["1 of 1: Rejected (UnknownCluster)"],"ReturnValue":null}"""), (status, body));
        Assert.Equal("dev.tagalong.labels.rejected", Assert.Single(sink.Taken)["type"]);
    }

    [Fact]
    public async Task An_empty_batch_is_answered_like_any_other()
    {
        await using var handler = await HandlerPort.StartHandlerAsync();

        var (status, body) = await handler.InvokeAsync("eventhubs", "events", TriggerData.EventHubs());

        Assert.Equal((HttpStatusCode.OK, """{"Outputs":{},"Logs":["1 of 1: Ignored (NotAChange)"],"ReturnValue":null}"""), (status, body));
    }

    [Fact]
    public async Task A_sweep_is_recorded_under_the_invocation()
    {
        await using var handler = await HandlerPort.StartHandlerAsync();

        await handler.InvokeAsync("sweep", "timer", TriggerData.Timer());

        Assert.Single(handler.Logs.GetSnapshot(), line => line.Message.Contains(
            "Completed event 6a7fc2b6-35b3-4d18-a6c8-0a8ef0f4a39b: SweepLabeled", StringComparison.Ordinal));
    }
}
