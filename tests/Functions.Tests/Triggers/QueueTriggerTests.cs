using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using Tagalong.DevCluster.Faults;
using Tagalong.Functions.Tests.Running;
using Tagalong.FunctionsHost.Messages;
using Tagalong.Testing;

namespace Tagalong.Functions.Tests.Triggers;

/// <summary>The function <c>queue</c>: one event a message, as Event Grid puts it there.</summary>
public sealed class QueueTriggerTests
{
    private const string Soon = "AzureFunctionsJobHost__extensions__queues__visibilityTimeout=00:00:00.1";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_message_in_base64_or_plain_labels_its_object_and_is_deleted(bool isBase64)
    {
        await using var app = await RunningApp.StartAsync();

        app.Host.Queues.Send(RunningApp.Queue, isBase64 ? CloudEventText.InBase64(CloudEventText.Added) : CloudEventText.Added);
        await app.QueueIsEmptyAsync();

        Assert.Equal(RunningApp.AllLabels, app.Labels);
        Assert.Empty(app.Host.Queues[RunningApp.PoisonQueue].Messages);
    }

    [Fact]
    public async Task A_message_that_is_rejected_goes_to_the_poison_queue_at_once_with_the_reason()
    {
        await using var app = await RunningApp.StartAsync();

        app.Host.Queues.Send(RunningApp.Queue, CloudEventText.InBase64(CloudEventText.WithoutObject));
        await app.QueueIsEmptyAsync();

        var invocation = Assert.Single(app.Host.Invocations);
        var letter = JsonNode.Parse(CloudEventText.FromBase64(Assert.Single(app.Host.Queues[RunningApp.PoisonQueue].Messages).Text))!;
        Assert.True(invocation.Succeeded);
        Assert.StartsWith("NoObject: ", (string?)letter["deadletterreason"], StringComparison.Ordinal);
        Assert.Equal("1", (string?)letter["deliveryattempts"]);
        Assert.Equal("no-object", (string?)letter["id"]);
        Assert.Contains(
            app.Host.Conversation.LogsOf(invocation.InvocationId),
            static log => log.Level == RpcLog.Types.Level.Error && log.Message.StartsWith("Event no-object goes to the dead letters: Rejected (NoObject) ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_message_that_is_no_event_is_kept_as_it_was()
    {
        await using var app = await RunningApp.StartAsync();

        app.Host.Queues.Send(RunningApp.Queue, "{ \"DequeueCount\": \"many\", \"Id\": 7, cut off");
        await app.QueueIsEmptyAsync();

        var letter = JsonNode.Parse(CloudEventText.FromBase64(Assert.Single(app.Host.Queues[RunningApp.PoisonQueue].Messages).Text))!;
        Assert.StartsWith("NotACloudEvent: ", (string?)letter["deadletterreason"], StringComparison.Ordinal);
        Assert.Equal("{ \"DequeueCount\": \"many\", \"Id\": 7, cut off", (string?)letter["message"]);
    }

    [Fact]
    public async Task Members_of_a_message_that_overwrite_its_metadata_change_nothing()
    {
        await using var app = await RunningApp.StartAsync();
        var forged = JsonNode.Parse(CloudEventText.Added)!.AsObject();
        (forged["dequeuecount"], forged["message"], forged["queuetrigger"]) = ("x", "x", "x");

        app.Host.Queues.Send(RunningApp.Queue, forged.ToJsonString());
        await app.QueueIsEmptyAsync();

        Assert.Equal(RunningApp.AllLabels, app.Labels);
    }

    [Fact]
    public async Task A_message_that_is_deferred_fails_and_comes_again_until_it_is_done()
    {
        await using var app = await RunningApp.StartAsync(["Tagalong__ApiCalls__MaxRetries=0", Soon]);
        app.Cluster.Faults.Add(Fault.Status(503, "ServiceUnavailable", "no"), static request => request.IsWrite, times: 2);

        app.Host.Queues.Send(RunningApp.Queue, CloudEventText.Added);
        await app.QueueIsEmptyAsync();

        Assert.Equal([false, false, true], app.Host.Invocations.Select(static invocation => invocation.Succeeded));
        Assert.StartsWith("Deferred (ServerError).", app.Host.Invocations[0].Error, StringComparison.Ordinal);
        Assert.Equal(RunningApp.AllLabels, app.Labels);
        Assert.Empty(app.Host.Queues[RunningApp.PoisonQueue].Messages);
    }

    [Fact]
    public async Task A_message_that_is_denied_goes_to_the_poison_queue_after_the_last_delivery()
    {
        await using var app = await RunningApp.StartAsync([Soon, "AzureFunctionsJobHost__extensions__queues__maxDequeueCount=3"]);
        app.Cluster.Faults.Add(Fault.Status(403, "Forbidden", "User \"x\" cannot patch resource \"replicasets\" in API group \"apps\""), static request => request.IsWrite);

        app.Host.Queues.Send(RunningApp.Queue, CloudEventText.Added);
        await app.QueueIsEmptyAsync();

        Assert.Equal(3, app.Host.Invocations.Count);
        Assert.All(app.Host.Invocations, static invocation => Assert.StartsWith("Denied (Forbidden).", invocation.Error, StringComparison.Ordinal));
        Assert.Equal(CloudEventText.Added, Assert.Single(app.Host.Queues[RunningApp.PoisonQueue].Messages).Text);
    }

    [Fact]
    public async Task A_message_beyond_the_limit_of_events_in_progress_comes_again()
    {
        await using var app = await RunningApp.StartAsync(["Tagalong__Http__MaxInFlight=1", Soon]);
        using var held = new HeldWrites(app.Cluster);

        app.Host.Queues.Send(RunningApp.Queue, CloudEventText.Added);
        await held.CountAsync(1);
        app.Host.Queues.Send(RunningApp.Queue, CloudEventText.Added);
        await Eventually.EqualAsync(true, () => Task.FromResult(app.Host.Invocations.Any(static invocation => invocation.Error?.StartsWith("Deferred (Overloaded).", StringComparison.Ordinal) == true)));
        held.Dispose();
        await app.QueueIsEmptyAsync();

        Assert.Equal(RunningApp.AllLabels, app.Labels);
    }

    [Fact]
    public async Task A_message_whose_invocation_is_cancelled_comes_again()
    {
        await using var app = await RunningApp.StartAsync([Soon]);
        var held = new HeldWrites(app.Cluster);
        app.Host.Queues.Send(RunningApp.Queue, CloudEventText.Added);
        await held.CountAsync(1);

        await app.Host.StopAsync();

        held.Dispose();
        var invocation = Assert.Single(app.Host.Invocations);
        Assert.StartsWith("Deferred (ShuttingDown).", invocation.Error, StringComparison.Ordinal);
        Assert.Single(app.Host.Queues[RunningApp.Queue].Messages);
    }

    [Fact]
    public async Task A_message_whose_worker_is_killed_in_the_middle_comes_again_after_the_visibility_timeout()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch);
        await using var app = await RunningApp.StartAsync(time: time);
        var held = new HeldWrites(app.Cluster);
        app.Host.Queues.Send(RunningApp.Queue, CloudEventText.Added);
        await held.CountAsync(1);

        await app.Host.KillWorkerAsync();
        held.Dispose();
        await Eventually.EqualAsync(false, () => Task.FromResult(app.Host.Queues[RunningApp.Queue].Messages[0].IsInProcess));

        Assert.Equal(time.GetUtcNow() + TimeSpan.FromMinutes(1), app.Host.Queues[RunningApp.Queue].Messages[0].VisibleAt);
        time.Advance(TimeSpan.FromMinutes(1));
        await app.QueueIsEmptyAsync();
        Assert.Equal(RunningApp.AllLabels, app.Labels);
    }
}
