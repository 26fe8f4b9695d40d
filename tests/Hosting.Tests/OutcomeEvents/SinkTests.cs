using System.Diagnostics.Metrics;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Options;
using Tagalong.DevCluster.Faults;
using Tagalong.Testing;
using Tagalong.Testing.Running;

namespace Tagalong.Hosting.Tests.OutcomeEvents;

/// <summary>Events of outcomes that are posted to a sink, which may be down, slow or choosy.</summary>
public class SinkTests
{
    private const string Quick = "Tagalong:OutcomeEvents:RetryDelay=00:00:00.01";

    [Fact]
    public async Task A_sink_is_told_of_what_was_written_denied_and_rejected_and_of_nothing_else()
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
            sink.Taken.Select(told => told["type"]).Order(StringComparer.Ordinal));
        foreach (var told in sink.Taken)
        {
            await OutcomeEventSchema.AssertIsValidAsync(told);
            Assert.Equal("/apis/apps/v1/namespaces/shop/replicasets/checkout-8668bffb96", told["subject"]);
        }

        var denied = sink.Taken.Single(told => told["type"].EndsWith("denied", StringComparison.Ordinal));
        Assert.Equal(("/tagalong/clusters/prod-eu-1", "prod-eu-1"), (denied["source"], denied["cluster"]));
        Assert.Contains("cannot patch", (string?)denied.Data["detail"], StringComparison.Ordinal);
        var rejected = sink.Taken.Single(told => told["type"].EndsWith("rejected", StringComparison.Ordinal));
        Assert.Equal(("/tagalong", "UnknownCluster"), (rejected["source"], (string?)rejected.Data["reason"]));
        Assert.DoesNotContain("ce-cluster", rejected.Headers.Keys, StringComparer.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Its_own_events_sent_back_make_no_more_of_them()
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
    public async Task A_sink_that_fails_for_a_while_gets_the_event_later_and_nobody_waits_for_it(int status)
    {
        await using var sink = await Receiver.StartAsync(attempt => attempt < 3 ? status : 202);
        await using var function = await StartAsync(sink, Quick);

        Assert.Equal(HttpStatusCode.Accepted, await function.SendAsync(Checkout.ReplicaSet));
        await UntilAsync(() => sink.Taken.Count == 1);

        Assert.Equal(3, sink.Attempts);
    }

    [Theory]
    [InlineData(400, 1)]
    [InlineData(302, 1)]
    [InlineData(500, 3)]
    public async Task An_event_that_the_sink_will_not_take_is_given_up_counted_and_logged(int status, int attempts)
    {
        await using var sink = await Receiver.StartAsync(_ => status);
        await using var function = await StartAsync(sink, Quick, "Tagalong:OutcomeEvents:MaxRetries=2");
        using var counted = Counted(function);

        await function.SendAsync(Checkout.ReplicaSet);
        await UntilAsync(() => function.Logs.GetSnapshot().Any(
            line => line.Message.Contains($"was given up, the sink did not take it: it answered {status}", StringComparison.Ordinal)));

        Assert.Equal("failed", Assert.Single(counted.GetMeasurementSnapshot()).Tags["tagalong.result"]);
        Assert.Equal(attempts, sink.Attempts);
    }

    [Fact]
    public async Task A_sink_that_is_down_is_given_up_in_the_end()
    {
        await using var function = await RunningServer.StartAsync(["Tagalong:OutcomeEvents:Sink=http://127.0.0.1:1", Quick, "Tagalong:OutcomeEvents:MaxRetries=1"]);
        Checkout.Seed(function.Cluster);
        using var counted = Counted(function);

        Assert.Equal(HttpStatusCode.Accepted, await function.SendAsync(Checkout.ReplicaSet));

        await UntilAsync(() => counted.GetMeasurementSnapshot().Count == 1);
        Assert.Equal("failed", counted.LastMeasurement!.Tags["tagalong.result"]);
    }

    [Fact]
    public async Task What_is_too_much_for_the_sink_is_dropped_counted_and_logged_once()
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
        Assert.Single(function.Logs.GetSnapshot(), line => line.Message.StartsWith("The sink takes events of outcomes too slowly", StringComparison.Ordinal));
        opened.SetResult();
        await UntilAsync(() => sink.Taken.Count == 2);
    }

    [Fact]
    public async Task A_process_that_stops_sends_what_waits()
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
    public async Task A_process_that_stops_does_not_wait_for_ever()
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

        Assert.Contains(function.Logs.GetSnapshot(), line => line.Message.Contains("the process stopped before it took it", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_sink_of_a_SinkBinding_is_taken_where_that_is_asked_for()
    {
        await using var sink = await Receiver.StartAsync();
        await using var bound = await RunningServer.StartAsync([$"K_SINK={sink.Url}", "Tagalong:OutcomeEvents:UseKSink=true"]);
        await using var notAsked = await RunningServer.StartAsync([$"K_SINK={sink.Url}"]);
        foreach (var function in (RunningServer[])[bound, notAsked])
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
    [InlineData("Tagalong:OutcomeEvents:UseKSink=true", "K_SINK is not: bind the workload to a sink")]
    [InlineData("Tagalong:OutcomeEvents:QueueSize=0", "Tagalong:OutcomeEvents:QueueSize is 0")]
    public async Task A_sink_that_cannot_be_stops_the_start(string setting, string expected)
    {
        var fault = await Assert.ThrowsAsync<OptionsValidationException>(() => RunningServer.StartAsync([setting]));

        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", fault.Message, StringComparison.Ordinal);
    }

    private static async Task<RunningServer> StartAsync(Receiver sink, params string[] settings)
    {
        var function = await RunningServer.StartAsync([$"Tagalong:OutcomeEvents:Sink={sink.Url}", "Tagalong:ApiCalls:MaxRetries=0", .. settings]);
        Checkout.Seed(function.Cluster);
        return function;
    }

    private static async Task RejectAsync(RunningServer function)
    {
        using var message = Checkout.ReplicaSet.ToMessage();
        message.Headers.Remove("Ce-Cluster");
        message.Headers.Add("Ce-Cluster", "nowhere");
        using var response = await function.Client.SendAsync(message, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
    }

    private static MetricCollector<long> Counted(RunningServer function) =>
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
