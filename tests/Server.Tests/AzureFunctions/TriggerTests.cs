using Tagalong.DevCluster.Faults;
using Tagalong.ServerHost;
using Tagalong.Testing;

namespace Tagalong.Server.Tests.AzureFunctions;

/// <summary>From each trigger to the label in the cluster: the app that ships, the real process, and a double of the host.</summary>
public class TriggerTests
{
    private static readonly string Added = CloudEventText.Of(Checkout.ReplicaSet);

    [Fact]
    public async Task An_event_of_Event_Grid_labels_its_object()
    {
        await using var labeler = await HostedLabeler.StartAsync();

        var verdict = await labeler.InvokeAsync("eventgrid", TriggerData.EventGrid(Added));

        AssertSucceeded(verdict, "1 of 1: Labeled (Applied)");
        Assert.Equal(HostedLabeler.AllLabels, labeler.Labels);
        Assert.Empty(await labeler.Host.Handler.ErrorsAsync());
    }

    [Fact]
    public async Task A_message_of_Service_Bus_labels_its_object()
    {
        await using var labeler = await HostedLabeler.StartAsync();

        var delivery = await labeler.Host.DeliverAsync("servicebus", TriggerData.ServiceBus(Added), TestContext.Current.CancellationToken);

        Assert.Equal((1, true), (delivery.Count, delivery.IsCompleted));
        Assert.Equal(HostedLabeler.AllLabels, labeler.Labels);
    }

    [Fact]
    public async Task A_batch_of_Event_Hubs_labels_its_objects_whatever_else_is_in_it()
    {
        await using var labeler = await HostedLabeler.StartAsync();

        var verdict = await labeler.InvokeAsync(
            "eventhubs", TriggerData.EventHubs(CloudEventText.Ignored(), "no JSON", Added, "{}", "", CloudEventText.Deep(1000), "\ud83d\ude80 \"\\\u0000"));

        AssertSucceeded(verdict, "1 of 7: Ignored (UnknownEventType)", "5 of 7: Rejected (NotACloudEvent)", "1 of 7: Labeled (Applied)");
        Assert.Equal(HostedLabeler.AllLabels, labeler.Labels);
    }

    [Fact]
    public async Task A_timer_has_everything_swept()
    {
        await using var labeler = await HostedLabeler.StartAsync();

        var first = await labeler.InvokeAsync("sweep", TriggerData.Timer());
        var second = await labeler.InvokeAsync("sweep", TriggerData.Timer(isPastDue: true));

        AssertSucceeded(first, "1 of 1: Labeled (SweepLabeled)");
        AssertSucceeded(second, "1 of 1: Unchanged (SweepUnchanged)");
        Assert.Equal(HostedLabeler.AllLabels, labeler.Labels);
    }

    [Fact]
    public async Task An_event_over_HTTP_takes_a_key_of_the_host_and_the_credentials_of_its_sender()
    {
        await using var labeler = await HostedLabeler.StartAsync();

        Assert.Equal(401, await labeler.SendAsync("/events", ("X-Api-Key", HostedLabeler.ApiKey)));
        Assert.Equal(401, await labeler.SendAsync("/events", ("x-functions-key", AzureFunctionsHost.FunctionKey)));
        Assert.Equal(404, await labeler.SendAsync("/", ("x-functions-key", AzureFunctionsHost.FunctionKey)));
        Assert.Equal(0, labeler.Cluster.Requests.Writes);
        Assert.Equal(202, await labeler.SendAsync($"/events?code={AzureFunctionsHost.FunctionKey}", ("X-Api-Key", HostedLabeler.ApiKey)));
        Assert.Equal(HostedLabeler.AllLabels, labeler.Labels);
    }

    [Fact]
    public async Task The_webhook_handshake_gets_through_to_the_handler()
    {
        await using var labeler = await HostedLabeler.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Options, $"/events?code={AzureFunctionsHost.FunctionKey}") { Headers = { { "WebHook-Request-Origin", "eventgrid.azure.net" } } };

        using var response = await labeler.Host.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal("eventgrid.azure.net", response.Headers.GetValues("WebHook-Allowed-Origin").Single());
    }

    [Fact]
    public async Task A_message_that_fails_comes_again_until_it_is_done()
    {
        await using var labeler = await HostedLabeler.StartAsync("Tagalong__ApiCalls__MaxRetries=0");
        labeler.Cluster.Faults.Add(Fault.Status(503, "ServiceUnavailable", "no"), request => request.Verb == "patch", times: 2);

        var delivery = await labeler.Host.DeliverAsync("servicebus", TriggerData.ServiceBus(Added), TestContext.Current.CancellationToken);

        Assert.True(delivery is { Count: >= 3, IsCompleted: true }, delivery.ToString());
        Assert.Equal(HostedLabeler.AllLabels, labeler.Labels);
    }

    [Fact]
    public async Task A_message_that_is_denied_goes_to_the_dead_letters_in_the_end()
    {
        await using var labeler = await HostedLabeler.StartAsync();
        labeler.Cluster.Faults.Add(Fault.Status(403, "Forbidden", "no"), request => request.Verb == "patch");

        var delivery = await labeler.Host.DeliverAsync("servicebus", TriggerData.ServiceBus(Added), TestContext.Current.CancellationToken);

        Assert.Equal((10, false, "The status is 503."), (delivery.Count, delivery.IsCompleted, delivery.Last.Reason));
    }

    [Fact]
    public async Task A_batch_of_which_an_event_is_denied_is_tried_again_as_its_function_says_and_is_lost_then()
    {
        await using var labeler = await HostedLabeler.StartAsync();
        labeler.Cluster.Faults.Add(Fault.Status(403, "Forbidden", "no"), request => request.Verb == "patch");

        var delivery = await labeler.Host.DeliverAsync("eventhubs", TriggerData.EventHubs(CloudEventText.Ignored(), Added), TestContext.Current.CancellationToken);

        Assert.Equal((11, false, "The status is 503."), (delivery.Count, delivery.IsCompleted, delivery.Last.Reason));
    }

    [Fact]
    public async Task An_event_that_takes_too_long_fails()
    {
        await using var labeler = await HostedLabeler.StartAsync("Tagalong__Labeler__EventTimeout=00:00:01");
        labeler.Cluster.Faults.Add(Fault.Hang());

        var verdict = await labeler.InvokeAsync("eventgrid", TriggerData.EventGrid(Added));

        Assert.Equal("The status is 503.", verdict.Reason);
        await LoggedAsync(labeler, ": TimedOut (");
    }

    [Fact]
    public async Task A_batch_fails_where_one_of_its_events_is_to_come_again_and_the_rest_is_done_already_then()
    {
        await using var labeler = await HostedLabeler.StartAsync("Tagalong__ApiCalls__MaxRetries=0");
        var batch = TriggerData.EventHubs("no JSON", Added, CloudEventText.Ignored());
        InvocationVerdict first;
        using (labeler.Cluster.Faults.Add(Fault.Status(503, "ServiceUnavailable", "no"), request => request.Verb == "patch"))
        {
            first = await labeler.InvokeAsync("eventhubs", batch);
        }

        var second = await labeler.InvokeAsync("eventhubs", batch);
        var third = await labeler.InvokeAsync("eventhubs", batch);

        Assert.Equal("The status is 503.", first.Reason);
        AssertSucceeded(second, "1 of 3: Rejected (NotACloudEvent)", "1 of 3: Labeled (Applied)", "1 of 3: Ignored (UnknownEventType)");
        AssertSucceeded(third, "1 of 3: Rejected (NotACloudEvent)", "1 of 3: Unchanged (AlreadyWritten)", "1 of 3: Ignored (UnknownEventType)");
    }

    [Fact]
    public async Task A_sweep_that_cannot_be_ended_fails_so_that_the_timer_tries_again()
    {
        await using var labeler = await HostedLabeler.StartAsync("Tagalong__Sweep__Patience=00:00:00", "Tagalong__ApiCalls__MaxRetries=0");
        labeler.Cluster.Faults.Add(Fault.Status(503, "ServiceUnavailable", "no"));

        var verdict = await labeler.InvokeAsync("sweep", TriggerData.Timer());

        Assert.Equal("The status is 503.", verdict.Reason);
    }

    [Fact]
    public async Task A_message_is_swallowed_where_sending_it_again_leads_nowhere()
    {
        await using var labeler = await HostedLabeler.StartAsync();

        var verdict = await labeler.InvokeAsync("servicebus", TriggerData.ServiceBus("""{"apiVersion":"apps/v1","kind":"ReplicaSet"}"""));

        AssertSucceeded(verdict, "1 of 1: Rejected (NotACloudEvent)");
        Assert.Equal(0, labeler.Cluster.Requests.Reads);
        await LoggedAsync(labeler, ": NotACloudEvent");
    }

    [Fact]
    public async Task A_handler_that_is_told_to_stop_answers_what_it_has_and_ends_well()
    {
        await using var labeler = await HostedLabeler.StartAsync("Tagalong__AzureFunctions__RedeliveryDelay=00:04:00", "Tagalong__ApiCalls__MaxRetries=0");
        labeler.Cluster.Faults.Add(Fault.Status(503, "ServiceUnavailable", "no"), request => request.Verb == "patch");
        var heldBack = labeler.InvokeAsync("servicebus", TriggerData.ServiceBus(Added));
        await LoggedAsync(labeler, ": ServerError");

        await labeler.Host.Handler.TerminateAsync(TestContext.Current.CancellationToken);

        Assert.Equal("The status is 503.", (await heldBack).Reason);
        Assert.Equal(0, await labeler.Host.Handler.ExitAsync(TestContext.Current.CancellationToken));
        Assert.Equal(InvocationResult.Failed, (await labeler.InvokeAsync("eventgrid", TriggerData.EventGrid(Added))).Result);
    }

    [Fact]
    public async Task Settings_that_cannot_work_end_the_handler_with_an_error_that_the_host_shows()
    {
        var fault = await Assert.ThrowsAsync<HandlerStartException>(() => HostedLabeler.StartAsync("Tagalong__AzureFunctions__RedeliveryDelay=01:00:00"));

        Assert.Contains("Tagalong:AzureFunctions:RedeliveryDelay is 01:00:00; set a time from 00:00:00 to 00:04:00.", fault.Message, StringComparison.Ordinal);
    }

    /// <summary>A line is written beside the work, and may come after the answer.</summary>
    private static Task LoggedAsync(HostedLabeler labeler, string text) =>
        Eventually.EqualAsync(true, () => Task.FromResult(labeler.Host.Handler.Output.Contains(text, StringComparison.Ordinal)));

    private static void AssertSucceeded(InvocationVerdict verdict, params string[] logs)
    {
        Assert.Equal((InvocationResult.Succeeded, ""), (verdict.Result, verdict.Reason));
        Assert.Equal(logs, verdict.Logs);
    }
}
