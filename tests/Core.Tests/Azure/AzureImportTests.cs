using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tagalong.Core.Fleet;
using Tagalong.Core.Outcomes;
using Tagalong.Testing;

namespace Tagalong.Core.Tests.Azure;

/// <summary>Clusters that are not configured one by one, but listed by Azure.</summary>
public class AzureImportTests
{
    private const string AllOfIt = $"Imports:0:Subscription={FakeAzure.Subscription}";
    private const string FirstPage = $"GET /subscriptions/{FakeAzure.Subscription}/providers/Microsoft.ContainerService/managedClusters?api-version=2025-09-01";

    [Fact]
    public async Task The_matching_clusters_of_all_pages_of_a_subscription_are_imported()
    {
        await using var cluster = await Aks.SeededAsync();
        await using var azure = await FakeAzure.StartAsync(cluster);
        azure.OnArm = asked => asked == FirstPage ? (200, FakeAzure.Page($"{azure.Url}subscriptions/{FakeAzure.Subscription}/more?page=2", FakeAzure.ClusterId("prod-eu"), FakeAzure.ClusterId("test-eu")))
            : asked.EndsWith("more?page=2", StringComparison.Ordinal) ? (200, FakeAzure.Page(null, FakeAzure.ClusterId("prod-us")))
            : null;
        await using var labeler = RunningLabeler.Start("", TimeProvider.System, azure.Settings(AllOfIt, "Imports:0:Names=prod-*"));

        var outcome = await labeler.HandleUntilAsync(Aks.Event("prod-us"), static outcome => outcome.Reason != OutcomeReason.FleetIncomplete);
        var unfit = await labeler.HandleAsync(Aks.Event("test-eu"));

        Assert.Equal(OutcomeKind.Labeled, outcome.Kind);
        Assert.Equal(OutcomeReason.UnknownCluster, unfit.Reason);
        Assert.Equal(["prod-eu", "prod-us"], Names(labeler));
    }

    [Fact]
    public async Task The_members_of_an_AKS_fleet_are_imported_by_their_member_names()
    {
        await using var cluster = await Aks.SeededAsync();
        await using var azure = await FakeAzure.StartAsync(cluster);
        const string fleet = $"{FakeAzure.Group}/fleets/all";
        azure.OnArm = asked => asked == $"GET {fleet}/members?api-version=2025-03-01" ? (200, $$$"""
            {"value":[
              {"id":"{{{fleet}}}/members/shop-eu","name":"shop-eu","properties":{"clusterResourceId":"{{{FakeAzure.ClusterId("aks-17")}}}","status":{"lastOperationId":"x"} } },
              {"id":"{{{fleet}}}/members/arc","name":"arc","properties":{"clusterResourceId":"/subscriptions/{{{FakeAzure.Subscription}}}/resourceGroups/shops/providers/Microsoft.Kubernetes/connectedClusters/arc"}}
            ]}
            """) : null;
        await using var labeler = RunningLabeler.Start("", TimeProvider.System, azure.Settings($"Imports:0:AksFleet={fleet}"));

        var outcome = await labeler.HandleUntilAsync(Aks.Event("shop-eu"), static outcome => outcome.Reason != OutcomeReason.FleetIncomplete);

        Assert.Equal(OutcomeKind.Labeled, outcome.Kind);
        Assert.Equal(["shop-eu"], Names(labeler));
        Assert.Contains(azure.ArmRequests, asked => asked.StartsWith($"POST {FakeAzure.ClusterId("aks-17")}/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Before_the_first_listing_events_are_deferred_and_the_start_does_not_wait()
    {
        await using var cluster = await Aks.SeededAsync();
        await using var azure = await FakeAzure.StartAsync(cluster);
        azure.ArmHangs = true;
        await using var labeler = RunningLabeler.Start("", TimeProvider.System, azure.Settings([AllOfIt, "Imports:0:Names=prod-*", .. Aks.ById("shop")]));

        var named = await labeler.HandleAsync(Aks.Event("prod-eu"));
        var unnamed = await labeler.HandleAsync(Aks.Event(null));
        var unfit = await labeler.HandleAsync(Aks.Event("test-eu"));

        Assert.Equal((OutcomeKind.Deferred, OutcomeReason.FleetIncomplete), (named.Kind, named.Reason));
        Assert.Equal(TimeSpan.FromSeconds(5), named.RetryAfter);
        Assert.Equal(OutcomeReason.FleetIncomplete, unnamed.Reason);
        Assert.Equal(OutcomeReason.UnknownCluster, unfit.Reason);
    }

    [Fact]
    public async Task A_cluster_that_is_created_later_is_found_by_its_first_event_and_a_deleted_one_is_removed()
    {
        await using var cluster = await Aks.SeededAsync();
        await using var azure = await FakeAzure.StartAsync(cluster);
        string[] ids = [FakeAzure.ClusterId("one")];
        azure.OnArm = asked => asked == FirstPage ? (200, FakeAzure.Page(null, ids)) : null;
        var clock = Aks.Clock();
        await using var labeler = RunningLabeler.Start("", clock, azure.Settings(AllOfIt));
        await UntilListedAsync(labeler, clock, "one");

        var stranger = await labeler.HandleAsync(Aks.Event("two"));
        ids = [FakeAzure.ClusterId("two")];
        clock.Advance(TimeSpan.FromMinutes(2));
        var early = await labeler.HandleAsync(Aks.Event("two"));
        var found = await labeler.HandleUntilAsync(Aks.Event("two"), static outcome => outcome.Reason != OutcomeReason.FleetIncomplete);
        var gone = await labeler.HandleAsync(Aks.Event("one"));

        Assert.Equal(OutcomeReason.UnknownCluster, stranger.Reason);
        Assert.Equal(OutcomeReason.FleetIncomplete, early.Reason);
        Assert.Equal(OutcomeKind.Labeled, found.Kind);
        Assert.Equal(OutcomeReason.UnknownCluster, gone.Reason);
        Assert.Equal(["two"], Names(labeler));
    }

    [Fact]
    public async Task The_clusters_are_listed_again_while_events_arrive()
    {
        await using var cluster = await Aks.SeededAsync();
        await using var azure = await FakeAzure.StartAsync(cluster);
        string[] ids = [FakeAzure.ClusterId("one"), FakeAzure.ClusterId("two")];
        azure.OnArm = asked => asked == FirstPage ? (200, FakeAzure.Page(null, ids)) : null;
        var clock = Aks.Clock();
        await using var labeler = RunningLabeler.Start("", clock, azure.Settings(AllOfIt));
        await UntilListedAsync(labeler, clock, "one");

        ids = [FakeAzure.ClusterId("one")];
        clock.Advance(TimeSpan.FromMinutes(11));
        await Aks.UntilAsync(() =>
        {
            clock.Advance(TimeSpan.FromSeconds(11));
            Find(labeler, "one");
            return Names(labeler) is ["one"];
        });

        Assert.Equal(2, azure.ArmRequests.Count(asked => asked == FirstPage));
    }

    [Theory]
    [InlineData(403, "AuthorizationFailed", "Microsoft.ContainerService/managedClusters/read")]
    [InlineData(404, "SubscriptionNotFound", "404 SubscriptionNotFound")]
    [InlineData(200, "NoPage", "is not a page of resources")]
    public async Task A_failed_listing_keeps_the_known_clusters_defers_unknown_ones_and_is_logged_once(int status, string code, string words)
    {
        await using var cluster = await Aks.SeededAsync();
        await using var azure = await FakeAzure.StartAsync(cluster);
        azure.OnArm = asked => asked == FirstPage ? (200, FakeAzure.Page(null, FakeAzure.ClusterId("one"))) : null;
        var clock = Aks.Clock();

        // The clock goes on while an answer is under way: all of it takes less than an answer may.
        await using var labeler = RunningLabeler.Start("", clock, azure.Settings(AllOfIt, "Azure:ImportInterval=00:00:30", "Azure:Timeout=00:05:00"));
        await UntilListedAsync(labeler, clock, "one");

        azure.OnArm = asked => asked == FirstPage ? (status, FakeAzure.Error(code)) : null;
        for (var listings = 2; listings < 5; listings++)
        {
            clock.Advance(TimeSpan.FromSeconds(31));
            Find(labeler, "one");
            var looks = 0;
            await Aks.UntilAsync(() =>
            {
                // The answer to the last listing may not have been read yet when this one was asked for; then it was not begun.
                if (++looks % 500 == 0)
                {
                    clock.Advance(TimeSpan.FromSeconds(16));
                    Find(labeler, "one");
                }

                return azure.ArmRequests.Count(asked => asked == FirstPage) >= listings;
            });
        }

        var known = await labeler.HandleAsync(Aks.Event("one"));
        var stranger = await labeler.HandleAsync(Aks.Event("two"));

        Assert.Equal(OutcomeKind.Labeled, known.Kind);
        Assert.Equal((OutcomeKind.Deferred, OutcomeReason.FleetIncomplete), (stranger.Kind, stranger.Reason));
        await Aks.UntilAsync(() => labeler.Logs.GetSnapshot().Any(line => line.Level == LogLevel.Error));
        var complaint = Assert.Single(labeler.Logs.GetSnapshot(), line => line.Level == LogLevel.Error);
        Assert.Contains(words, complaint.Message, StringComparison.Ordinal);
        labeler.AssertDiscreet(cluster);
    }

    [Fact]
    public async Task A_name_that_two_clusters_share_is_ambiguous_and_its_events_are_deferred()
    {
        await using var cluster = await Aks.SeededAsync();
        await using var azure = await FakeAzure.StartAsync(cluster);
        var other = FakeAzure.ClusterId("one").Replace("/shops/", "/bars/", StringComparison.Ordinal);
        azure.OnArm = asked => asked == FirstPage ? (200, FakeAzure.Page(null, FakeAzure.ClusterId("one"), other, FakeAzure.ClusterId("two"))) : null;
        var clock = Aks.Clock();
        await using var labeler = RunningLabeler.Start("", clock, azure.Settings(AllOfIt));
        await UntilListedAsync(labeler, clock, "two");
        await using var told = RunningLabeler.Start("", clock, azure.Settings([AllOfIt, .. Aks.ById("one")]));
        await UntilListedAsync(told, clock, "two");

        var outcome = await labeler.HandleAsync(Aks.Event("one"));
        var settled = await told.HandleAsync(Aks.Event("one"));

        Assert.Equal((OutcomeKind.Deferred, OutcomeReason.FleetIncomplete), (outcome.Kind, outcome.Reason));
        Assert.Contains($"{other} and {FakeAzure.ClusterId("one")}", outcome.Detail, StringComparison.Ordinal);
        Assert.Equal(OutcomeKind.Labeled, settled.Kind);
        Assert.Single(labeler.Logs.GetSnapshot(), line => line.Level == LogLevel.Error);
    }

    [Fact]
    public async Task A_next_page_on_another_host_is_not_requested()
    {
        await using var cluster = await Aks.SeededAsync();
        await using var azure = await FakeAzure.StartAsync(cluster);
        await using var elsewhere = await FakeAzure.StartAsync(cluster);
        azure.OnArm = asked => asked == FirstPage ? (200, FakeAzure.Page($"{elsewhere.Url}subscriptions/more", FakeAzure.ClusterId("one"))) : null;
        await using var labeler = RunningLabeler.Start("", TimeProvider.System, azure.Settings(AllOfIt));

        Find(labeler, "one");
        await Aks.UntilAsync(() => labeler.Logs.GetSnapshot().Any(line => line.Message.Contains("another host", StringComparison.Ordinal)));

        Assert.Empty(elsewhere.ArmRequests);
        Assert.Empty(Names(labeler));
    }

    private static string[] Names(RunningLabeler labeler) =>
        [.. labeler.Services.GetRequiredService<ClusterRegistry>().Clusters.Select(cluster => cluster.Name.Value).Order()];

    private static bool Find(RunningLabeler labeler, string name) => labeler.Services.GetRequiredService<ClusterRegistry>().Find(name, "").Cluster is not null;

    private static Task UntilListedAsync(RunningLabeler labeler, Microsoft.Extensions.Time.Testing.FakeTimeProvider clock, string name) => Aks.UntilAsync(() =>
    {
        clock.Advance(TimeSpan.FromMilliseconds(1));
        return Find(labeler, name);
    });
}
