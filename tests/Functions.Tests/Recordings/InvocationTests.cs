using System.Globalization;
using Microsoft.AspNetCore.Http;
using Newtonsoft.Json.Linq;
using Tagalong.FunctionsHost.Http;
using Tagalong.FunctionsHost.Invocations;
using Tagalong.FunctionsHost.Messages;
using Tagalong.FunctionsHost.Queues;

namespace Tagalong.Functions.Tests.Recordings;

/// <summary>The double builds an invocation of each trigger as the real host does.</summary>
public sealed class InvocationTests
{
    [Fact]
    public void A_timer_without_a_retry_policy()
    {
        var recorded = Assert.Single(Recording.Invocations.RequestsOf("sweep"));

        Assert.Equal(recorded, Create(Recording.Invocations, recorded, TriggerInput.Timer(At("2026-11-29T20:45:40Z"), isPastDue: false)));
    }

    [Theory]
    [InlineData(0, "2026-11-29T20:47:40Z")]
    [InlineData(1, "2026-11-29T20:47:41Z")]
    [InlineData(2, "2026-11-29T20:47:42Z")]
    public void A_timer_with_a_retry_policy_keeps_its_invocation_id_and_counts_its_retries(int retries, string time)
    {
        var requests = Recording.Retries.RequestsOf("sweep");
        var recorded = requests[retries].Clone();
        var lastError = recorded.RetryContext.Exception?.Message;
        if (lastError is not null)
        {
            // Only the message of the error is the worker's business.
            recorded.RetryContext.Exception = new RpcException { Message = lastError };
        }

        Assert.Single(requests.Select(static request => request.InvocationId).Distinct());
        Assert.Equal(recorded, Create(Recording.Retries, recorded, TriggerInput.Timer(At(time), isPastDue: false), retries, lastError));
    }

    [Fact]
    public void A_queue_message_whose_JSON_members_overwrite_its_metadata()
    {
        var recorded = Recording.Invocations.RequestsOf("queue")[0];
        var message = new QueueMessage("7f1b", "{\"id\":1,\"n\":\"hello\"}", At("2026-11-29T20:45:44Z"))
        {
            DequeueCount = 1,
            VisibleAt = At("2026-11-29T20:55:44Z"),
            PopReceipt = "MjlOb3YyMDI2MjA6NDU6NDQ3ZjE4",
        };

        Assert.Equal(recorded, Create(Recording.Invocations, recorded, TriggerInput.Queue(message, message.Text)));
    }

    [Fact]
    public void A_queue_message_that_is_not_JSON()
    {
        var recorded = Recording.Invocations.RequestsOf("queue")[1];
        var message = new QueueMessage("b0a96eae-b611-4c28-85f2-f68ecdb49556", "fail once more", At("2026-11-29T20:45:45Z"))
        {
            DequeueCount = 1,
            VisibleAt = At("2026-11-29T20:55:45Z"),
            PopReceipt = "MjlOb3YyMDI2MjA6NDU6NDU1ODE4",
        };

        Assert.Equal(recorded, Create(Recording.Invocations, recorded, TriggerInput.Queue(message, message.Text)));
    }

    [Fact]
    public void One_event_of_Event_Grid()
    {
        var recorded = Assert.Single(Recording.Invocations.RequestsOf("grid"));
        var events = EventGridWebhook.Parse("""{"specversion":"1.0","id":"c3","source":"/s","type":"t","data":{"z":1}}""");

        Assert.Equal(recorded, Create(Recording.Invocations, recorded, TriggerInput.EventGrid((JObject)events[0])));
    }

    [Fact]
    public void Several_events_of_Event_Grid()
    {
        var recorded = Assert.Single(Recording.Retries.RequestsOf("gridmany"));
        var events = EventGridWebhook.Parse(
            """
            [
              {"specversion":"1.0","id":"c1","source":"/s","type":"t","data":{"z":1}},
              {"specversion":"1.0","id":"c2","source":"/s","type":"t","data":{"z":2}}
            ]
            """);

        Assert.Equal(recorded, Create(Recording.Retries, recorded, TriggerInput.EventGrid(events)));
    }

    [Fact]
    public async Task An_HTTP_request()
    {
        var recorded = Recording.Invocations.RequestsOf("echo")[0];
        var context = new DefaultHttpContext();
        context.Request.QueryString = new QueryString("?x=1");
        context.Request.RouteValues["rest"] = "a/b";
        context.Request.Body = new MemoryStream("{\"k\":1}"u8.ToArray());
        context.Request.Headers.Accept = "*/*";
        context.Request.Headers.Host = "127.0.0.1:7172";
        context.Request.Headers.UserAgent = "curl/7.88.1";
        context.Request.Headers.ContentType = "application/json";
        context.Request.Headers.ContentLength = 7;

        var metadata = await HttpBindingData.ReadAsync(context.Request);

        Assert.Equal(recorded, Create(Recording.Invocations, recorded, TriggerInput.Http(metadata)));
        Assert.Equal(0, context.Request.Body.Position);
    }

    private static InvocationRequest Create(
        Recording recording, InvocationRequest recorded, TriggerInput input, int retries = 0, string? lastError = null) =>
        InvocationRequests.Create(recorded.InvocationId, recording.Function(recorded.FunctionId), input, retries, lastError);

    private static DateTimeOffset At(string time) => DateTimeOffset.Parse(time, CultureInfo.InvariantCulture);
}
