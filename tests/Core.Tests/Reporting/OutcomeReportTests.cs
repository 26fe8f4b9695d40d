using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Tagalong.Core.Outcomes;
using Tagalong.DevCluster;
using Tagalong.Testing;

namespace Tagalong.Core.Tests.Reporting;

public class OutcomeReportTests
{
    private static readonly RecordedRequest Added = Checkout.ReplicaSet;

    [Fact]
    public async Task An_event_makes_one_line_one_count_and_one_activity()
    {
        await using var cluster = await SeededAsync();
        await using var labeler = RunningLabeler.Start(cluster, "Clusters:prod-eu-1:Access=Kubeconfig");
        var meters = labeler.Services.GetRequiredService<IMeterFactory>();
        using var events = new MetricCollector<long>(meters, "Tagalong", "tagalong.events");
        using var labels = new MetricCollector<long>(meters, "Tagalong", "tagalong.labels");
        using var calls = new MetricCollector<long>(meters, "Tagalong", "tagalong.api.calls");
        using var durations = new MetricCollector<double>(meters, "Tagalong", "tagalong.event.duration");
        using var attempts = new MetricCollector<double>(meters, "Tagalong", "tagalong.api.attempt.duration");
        using var owners = new MetricCollector<long>(meters, "Tagalong", "tagalong.owner.lookups");
        using var timesToLabel = new MetricCollector<double>(meters, "Tagalong", "tagalong.time_to_label");
        var activities = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Tagalong",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                if ((string?)activity.GetTagItem("cloudevents.event_id") == "an-id-of-this-test")
                {
                    activities.Add(activity);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);

        await labeler.HandleAsync(Added.ToEnvelope() with
        {
            Id = "an-id-of-this-test",
            TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        });

        var line = Assert.Single(labeler.Logs.GetSnapshot());
        Assert.StartsWith("Labeled ReplicaSet shop/checkout-8668bffb96 in cluster prod-eu-1: added ", line.Message, StringComparison.Ordinal);
        var count = Assert.Single(events.GetMeasurementSnapshot());
        Assert.Equal(
            ("prod-eu-1", "ReplicaSet", "Labeled", "Applied"),
            (count.Tags["k8s.cluster.name"], count.Tags["k8s.object.kind"], count.Tags["tagalong.outcome"], count.Tags["tagalong.reason"]));
        Assert.Equal(5, Assert.Single(labels.GetMeasurementSnapshot()).Value);
        Assert.Equal([("read", 1L), ("write", 1L)], calls.GetMeasurementSnapshot().Select(call => ((string)call.Tags["tagalong.operation"]!, call.Value)));
        Assert.Single(durations.GetMeasurementSnapshot());
        Assert.Equal([("read", "Ok"), ("write", "Ok")], attempts.GetMeasurementSnapshot().Select(attempt => ((string)attempt.Tags["tagalong.operation"]!, (string)attempt.Tags["tagalong.status"]!)));
        Assert.Equal("miss", Assert.Single(owners.GetMeasurementSnapshot()).Tags["tagalong.result"]);
        Assert.Empty(timesToLabel.GetMeasurementSnapshot());
        var activity = Assert.Single(activities);
        Assert.Equal("0af7651916cd43dd8448eb211c80319c", activity.TraceId.ToString());
        Assert.Equal("Labeled", activity.GetTagItem("tagalong.outcome"));
    }

    [Fact]
    public async Task An_event_of_a_cluster_that_is_not_configured_is_rejected()
    {
        await using var cluster = await SeededAsync();
        await using var labeler = RunningLabeler.Start(cluster, "Clusters:prod-us-2:Access=Kubeconfig");

        var outcome = await labeler.HandleAsync(Added.ToEnvelope());

        Assert.Equal(OutcomeReason.UnknownCluster, outcome.Reason);
        Assert.Equal(0, cluster.Requests.Reads + cluster.Requests.Writes);
    }

    [Fact]
    public async Task Long_attributes_of_an_event_are_cut_in_the_log_and_the_trace()
    {
        await using var cluster = await SeededAsync();
        await using var labeler = RunningLabeler.Start(cluster, "Clusters:prod-us-2:Access=Kubeconfig", "Clusters:prod-us-3:Access=Kubeconfig");
        var activities = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Tagalong",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                if ((string?)activity.GetTagItem("cloudevents.event_id") == "an-id-at-length")
                {
                    activities.Add(activity);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        var length = new string('x', 1_000_000);

        var outcome = await labeler.HandleAsync(Added.ToEnvelope() with { Id = "an-id-at-length", Cluster = null, Source = $"urn:\n{length}" });
        await labeler.HandleAsync(Added.ToEnvelope() with { Id = "an-id-at-length", Type = length });

        Assert.Equal(OutcomeReason.UnknownCluster, outcome.Reason);
        Assert.DoesNotContain('\n', outcome.Detail!);
        Assert.All(labeler.Logs.GetSnapshot(), line => Assert.InRange(line.Message.Length, 1, 2000));
        Assert.Equal(2, activities.Count);
        Assert.All(activities.SelectMany(activity => activity.Tags), tag => Assert.InRange(tag.Value?.Length ?? 0, 0, 1024));
    }

    private static Task<DevApiServer> SeededAsync() => Checkout.StartClusterAsync(TestContext.Current.CancellationToken);
}
