using System.Diagnostics.Metrics;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Options;
using Tagalong.DevCluster.Faults;
using Tagalong.Testing;

namespace Tagalong.Server.Tests.OutcomeEvents;

/// <summary>Events of outcomes that are posted to a sink, which may be down, slow or choosy.</summary>
public class SinkTests
{
    private const string Quick = "Tagalong:OutcomeEvents:RetryDelay=00:00:00.01";

    [Fact]
    public async Task A_sink_gets_the_events_of_written_denied_and_rejected_outcomes_and_no_others()
    {
        await using var sink = await Receiver.StartAsync();
        await using var function = await StartAsync(sink, "Tagalong:Clusters:prod-eu-1:Access=Kubeconfig");
        using (function.Cluster.Faults.Add(Fault.Status(403, "Forbidden", "User \"labeler\" cannot patch"), request => request.Verb == "patch"))
        {
            await function.SendAsync(Checkout.ReplicaSet);
        }

        using (function.Cluster.Faults.Add(Fault.Status(500, "InternalError", "no"), request => request.Verb == "patch"))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, await function.SendAsync(Checkout.ReplicaSet));
        }

        await function.SendAsync(Checkout.ReplicaSet);
        await function.SendAsync(Checkout.ReplicaSet);
        await function.SendAsync(Checkout.Rollout);
        using var unknown = Checkout.ReplicaSet.ToMessage();
        unknown.Headers.Remove("Ce-Cluster");
        unknown.Headers.Add("Ce-Cluster", "nowhere");
        using var refused = await function.Client.SendAsync(unknown, TestContext.Current.CancellationToken);
        await function.StopAsync();

        Assert.Equal(
            ["dev.tagalong.labels.applied", "dev.tagalong.labels.denied", "dev.tagalong.labels.rejected"],
            sink.Taken.Select(taken => taken["type"]).Order(StringComparer.Ordinal));
        foreach (var taken in sink.Taken)
        {
            await OutcomeEventSchema.AssertIsValidAsync(taken);
            Assert.Equal("/apis/apps/v1/namespaces/shop/replicasets/checkout-8668bffb96", taken["subject"]);
        }

        var denied = sink.Taken.Single(taken => taken["type"].EndsWith("denied", StringComparison.Ordinal));
        Assert.Equal(("/tagalong/clusters/prod-eu-1", "prod-eu-1"), (denied["source"], denied["cluster"]));
        Assert.Contains("cannot patch", (string?)denied.Data["detail"], StringComparison.Ordinal);
        var rejected = sink.Taken.Single(taken => taken["type"].EndsWith("rejected", StringComparison.Ordinal));
        Assert.Equal(("/tagalong", "UnknownCluster"), (rejected["source"], (string?)rejected.Data["reason"]));
        Assert.DoesNotContain("ce-cluster", rejected.Headers.Keys, StringComparer.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Outcome_events_that_are_sent_back_cause_no_more_outcome_events()
    {
        await using var sink = await Receiver.StartAsync();
        await using var function = await StartAsync(sink);
        await function.SendAsync(Checkout.ReplicaSet);
        await UntilAsync(() => sink.Taken.Count == 1);
        using var message = sink.Taken.Single().ToMessage();

        using var response = await function.Client.SendAsync(message, TestContext.Current.CancellationToken);
        await function.StopAsync();

        Assert.Equal("OwnEvent", function.LastOutcome().Reason);
        Assert.Single(sink.Taken);
    }

    [Theory]
    [InlineData(503)]
    [InlineData(429)]
    [InlineData(404)]
    [InlineData(401)]
    [InlineData(403)]
    public async Task A_sink_that_fails_twice_gets_the_event_later_and_the_sender_does_not_wait(int status)
    {
        await using var sink = await Receiver.StartAsync(attempt => attempt < 3 ? status : 202);
        await using var function = await StartAsync(sink, Quick);

        Assert.Equal(HttpStatusCode.Accepted, await function.SendAsync(Checkout.ReplicaSet));
        await UntilAsync(() => sink.Taken.Count == 1);

        Assert.Equal(3, sink.Attempts);
    }

    [Theory]
    [InlineData(400, 1)]
    [InlineData(422, 1)]
    [InlineData(302, 3)]
    [InlineData(500, 3)]
    public async Task An_event_that_the_sink_does_not_accept_is_counted_and_logged(int status, int attempts)
    {
        await using var sink = await Receiver.StartAsync(_ => status);
        await using var function = await StartAsync(sink, Quick, "Tagalong:OutcomeEvents:MaxRetries=2");
        using var counted = Counted(function);

        await function.SendAsync(Checkout.ReplicaSet);
        await UntilAsync(() => function.Logs.GetSnapshot().Any(
            line => line.Message.EndsWith($"was not sent: The sink responded {status}.", StringComparison.Ordinal)));

        Assert.Equal("failed", Assert.Single(counted.GetMeasurementSnapshot()).Tags["tagalong.result"]);
        Assert.Equal(attempts, sink.Attempts);
    }

    [Fact]
    public async Task A_sink_that_stays_down_does_not_get_the_event()
    {
        await using var function = await RunningFunction.StartAsync(["Tagalong:OutcomeEvents:Sink=http://127.0.0.1:1", Quick, "Tagalong:OutcomeEvents:MaxRetries=1"]);
        Checkout.Seed(function.Cluster);
        using var counted = Counted(function);

        Assert.Equal(HttpStatusCode.Accepted, await function.SendAsync(Checkout.ReplicaSet));

        await UntilAsync(() => counted.GetMeasurementSnapshot().Count == 1);
        Assert.Equal("failed", counted.LastMeasurement!.Tags["tagalong.result"]);
    }

    [Fact]
    public async Task Events_beyond_the_queue_are_dropped_counted_and_logged_once()
    {
        var opened = new TaskCompletionSource();
        await using var sink = await Receiver.StartAsync(async (_, aborted) =>
        {
            await opened.Task.WaitAsync(aborted);
            return 202;
        });
        await using var function = await StartAsync(sink, "Tagalong:OutcomeEvents:QueueSize=1", "Tagalong:OutcomeEvents:Concurrency=1", "Tagalong:Clusters:prod-eu-1:Access=Kubeconfig");
        using var counted = Counted(function);
        await RejectAsync(function);
        await UntilAsync(() => sink.Attempts == 1);

        foreach (var _ in Enumerable.Range(0, 4))
        {
            await RejectAsync(function);
        }

        Assert.Equal(["dropped", "dropped", "dropped"], counted.GetMeasurementSnapshot().Select(count => count.Tags["tagalong.result"]));
        Assert.Single(function.Logs.GetSnapshot(), line => line.Message.StartsWith("The queue of outcome events is full", StringComparison.Ordinal));
        opened.SetResult();
        await UntilAsync(() => sink.Taken.Count == 2);
    }

    [Fact]
    public async Task A_stopping_process_sends_the_rest_of_the_queue()
    {
        await using var sink = await Receiver.StartAsync(async (_, aborted) =>
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, aborted);
            return 202;
        });
        await using var function = await StartAsync(sink, "Tagalong:OutcomeEvents:Concurrency=1", "Tagalong:Clusters:prod-eu-1:Access=Kubeconfig");
        foreach (var _ in Enumerable.Range(0, 5))
        {
            await RejectAsync(function);
        }

        await function.StopAsync();

        Assert.Equal(5, sink.Taken.Count);
    }

    [Fact]
    public async Task A_stopping_process_does_not_wait_without_end()
    {
        await using var sink = await Receiver.StartAsync(async (_, aborted) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, aborted);
            return 202;
        });
        await using var function = await StartAsync(sink, "Tagalong:Http:DrainTimeout=00:00:00.1", "Tagalong:OutcomeEvents:AttemptTimeout=00:01:00");
        await function.SendAsync(Checkout.ReplicaSet);
        await UntilAsync(() => sink.Attempts == 1);

        await function.StopAsync().WaitAsync(TimeSpan.FromSeconds(40), TestContext.Current.CancellationToken);

        Assert.Contains(function.Logs.GetSnapshot(), line => line.Message.Contains("The process stopped before the sink accepted it.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_sink_of_a_SinkBinding_is_used_if_that_is_configured()
    {
        await using var sink = await Receiver.StartAsync();
        await using var bound = await RunningFunction.StartAsync([$"K_SINK={sink.Url}", "Tagalong:OutcomeEvents:UseKSink=true"]);
        await using var notAsked = await RunningFunction.StartAsync([$"K_SINK={sink.Url}"]);
        foreach (var function in (RunningFunction[])[bound, notAsked])
        {
            Checkout.Seed(function.Cluster);
            await function.SendAsync(Checkout.ReplicaSet);
            await function.StopAsync();
        }

        Assert.Single(sink.Taken);
    }

    [Theory]
    [InlineData("Tagalong:OutcomeEvents:Sink=broker", "Tagalong:OutcomeEvents:Sink has to be an http or https address")]
    [InlineData("Tagalong:OutcomeEvents:Sink=http://user:secret@host/", "Tagalong:OutcomeEvents:Sink has to be an http or https address")]
    [InlineData("Tagalong:OutcomeEvents:UseKSink=true", "but K_SINK is not: create a Knative SinkBinding")]
    [InlineData("Tagalong:OutcomeEvents:QueueSize=0", "Tagalong:OutcomeEvents:QueueSize is 0")]
    public async Task A_sink_that_cannot_work_fails_the_start(string setting, string expected)
    {
        var fault = await Assert.ThrowsAsync<OptionsValidationException>(() => RunningFunction.StartAsync([setting]));

        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", fault.Message, StringComparison.Ordinal);
    }

    private static async Task<RunningFunction> StartAsync(Receiver sink, params string[] settings)
    {
        var function = await RunningFunction.StartAsync([$"Tagalong:OutcomeEvents:Sink={sink.Url}", "Tagalong:ApiCalls:MaxRetries=0", .. settings]);
        Checkout.Seed(function.Cluster);
        return function;
    }

    private static async Task RejectAsync(RunningFunction function)
    {
        using var message = Checkout.ReplicaSet.ToMessage();
        message.Headers.Remove("Ce-Cluster");
        message.Headers.Add("Ce-Cluster", "nowhere");
        using var response = await function.Client.SendAsync(message, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
    }

    private static MetricCollector<long> Counted(RunningFunction function) =>
        new(function.Services.GetRequiredService<IMeterFactory>(), "Tagalong", "tagalong.outcome_events");

    private static async Task UntilAsync(Func<bool> holds)
    {
        for (var attempt = 0; attempt < 6000 && !holds(); attempt++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        Assert.True(holds(), "It did not happen within a minute.");
    }
}
