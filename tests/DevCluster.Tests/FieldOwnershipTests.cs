using System.Text.Json.Nodes;
using Tagalong.DevCluster.Kinds;

namespace Tagalong.DevCluster.Tests;

public sealed class FieldOwnershipTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("canary", "02-add-replicaset-checkout-8668bffb96.http")]
    [InlineData("canary", "17-add-replicaset-checkout-5787c9fcb6.http")]
    [InlineData("canary", "32-add-experiment-checkout-5787c9fcb6-2-1.http")]
    [InlineData("canary", "34-add-replicaset-checkout-5787c9fcb6-2-1-baseline.http")]
    [InlineData("canary", "53-add-analysisrun-checkout-5787c9fcb6-2-1-success-rate.http")]
    [InlineData("blue-green", "07-add-replicaset-inventory-6959bff5f.http")]
    public async Task A_creator_owns_the_same_fields_as_on_the_real_server(string release, string file)
    {
        await using var server = await DevApiServer.StartAsync(new DevApiServerOptions(), Cancelled);
        var recorded = RecordedEvent.Read(release, file);
        var owner = recorded["metadata"]!["managedFields"]![0]!["manager"]!.ToString();

        var created = server.Objects.Create(recorded.WithoutManagedFields(), owner);

        Assert.Equal(Owned(recorded), Owned(created));
    }

    [Fact]
    public async Task A_client_side_apply_and_a_status_write_own_the_same_fields_as_on_the_real_server()
    {
        await using var server = await DevApiServer.StartAsync(new DevApiServerOptions(), Cancelled);
        var added = RecordedEvent.Read("canary", "01-add-rollout-checkout.http");
        var updated = RecordedEvent.Read("canary", "05-update-rollout-checkout.http");

        server.Objects.Create(added.WithoutManagedFields(), "kubectl-client-side-apply");
        server.Objects.Update(updated.WithoutManagedFields(), "rollouts-18");
        server.Objects.UpdateStatus(updated.WithoutManagedFields(), "rollouts-18");

        var found = server.Objects.Get(ResourceKinds.Rollout, "shop", "checkout")!;
        Assert.Equal(Owned(updated), Owned(found));
        Assert.Equal(updated["metadata"]!["generation"]!.ToString(), found["metadata"]!["generation"]!.ToString());
    }

    [Fact]
    public async Task An_update_takes_ownership_of_only_the_values_it_changes()
    {
        await using var server = await StartAsync();
        var value = server.Objects.Create(Samples.ReplicaSet("shop", "web", ("app", "web"), ("tier", "front")), "creator");

        value["metadata"]!["labels"]!["tier"] = "back";
        var updated = server.Objects.Update(value, "editor");

        Assert.Equal(["creator Update f:app", "editor Update f:tier"], LabelOwners(updated));
    }

    [Fact]
    public async Task Removing_a_label_adds_no_managed_fields_entry()
    {
        await using var server = await StartAsync();
        var value = server.Objects.Create(Samples.ReplicaSet("shop", "web", ("app", "web"), ("tier", "front")), "creator");

        value["metadata"]!["labels"]!.AsObject().Remove("tier");
        var updated = server.Objects.Update(value, "editor");

        Assert.Equal(["creator Update f:app"], LabelOwners(updated));
    }

    [Fact]
    public async Task A_write_that_changes_nothing_is_not_stored()
    {
        var clock = new MovingClock(Noon);
        await using var server = await DevApiServer.StartAsync(new DevApiServerOptions { TimeProvider = clock }, Cancelled);
        server.Objects.Create(Samples.ReplicaSet("shop", "web", ("app", "web")), "creator");
        var before = server.Objects.Apply(Samples.Labels("web", ("team", "payments")).In("shop"), "labeler");

        clock.Advance(TimeSpan.FromMinutes(5));
        var updated = server.Objects.Update(before, "creator");
        var applied = server.Objects.Apply(Samples.Labels("web", ("team", "payments")).In("shop"), "labeler");

        Assert.Equal(before.ToJsonString(), updated.ToJsonString());
        Assert.Equal(before.ToJsonString(), applied.ToJsonString());
    }

    [Fact]
    public async Task The_time_of_an_entry_changes_with_its_values()
    {
        var clock = new MovingClock(Noon);
        await using var server = await DevApiServer.StartAsync(new DevApiServerOptions { TimeProvider = clock }, Cancelled);
        server.Objects.Create(Samples.ReplicaSet("shop", "web", ("app", "web")), "creator");
        server.Objects.Apply(Samples.Labels("web", ("team", "payments")).In("shop"), "labeler");

        clock.Advance(TimeSpan.FromMinutes(5));
        var applied = server.Objects.Apply(Samples.Labels("web", ("team", "risk")).In("shop"), "labeler");

        Assert.Equal("2026-11-22T12:05:00Z", applied["metadata"]!["managedFields"]![0]!["time"]!.ToString());
        Assert.Equal("2026-11-22T12:00:00Z", applied["metadata"]!["managedFields"]![1]!["time"]!.ToString());
    }

    [Fact]
    public async Task Two_appliers_of_one_value_share_it_and_it_is_removed_with_the_last_of_them()
    {
        await using var server = await StartAsync();
        server.Objects.Create(Samples.ReplicaSet("shop", "web", ("app", "web")), "creator");
        server.Objects.Apply(Samples.Labels("web", ("team", "payments")).In("shop"), "one");
        var shared = server.Objects.Apply(Samples.Labels("web", ("team", "payments")).In("shop"), "two");

        var left = server.Objects.Apply(Samples.Labels("web").In("shop"), "one");
        var removed = server.Objects.Apply(Samples.Labels("web").In("shop"), "two");

        Assert.Equal(["creator Update f:app", "one Apply f:team", "two Apply f:team"], LabelOwners(shared));
        Assert.Equal("payments", left["metadata"]!["labels"]!["team"]!.ToString());
        Assert.Equal("""{"app":"web"}""", removed["metadata"]!["labels"]!.ToJsonString());
    }

    [Fact]
    public async Task A_forced_apply_takes_a_label_from_its_owner()
    {
        await using var server = await StartAsync();
        server.Objects.Create(Samples.ReplicaSet("shop", "web", ("app", "web"), ("team", "theirs")), "creator");
        var configuration = Samples.Labels("web", ("team", "ours")).In("shop");

        var error = Assert.Throws<ApiErrorException>(() => server.Objects.Apply(configuration, "labeler"));
        var forced = server.Objects.Apply(configuration, "labeler", force: true);

        Assert.Equal((409, "Conflict"), (error.StatusCode, error.Reason));
        Assert.Equal("""Apply failed with 1 conflict: conflict with "creator" using apps/v1: .metadata.labels.team""", error.Message);
        Assert.Equal(["creator Update f:app", "labeler Apply f:team"], LabelOwners(forced));
    }

    [Fact]
    public async Task A_manager_must_force_an_apply_of_fields_that_it_updated()
    {
        await using var server = await StartAsync();
        server.Objects.Create(Samples.ReplicaSet("shop", "web", ("team", "one")), "labeler");

        Assert.Throws<ApiErrorException>(() => server.Objects.Apply(Samples.Labels("web", ("team", "two")).In("shop"), "labeler"));
    }

    [Fact]
    public async Task An_object_without_managed_fields_is_protected_from_an_apply()
    {
        await using var server = await StartAsync();
        var value = Samples.ReplicaSet("shop", "web", ("team", "theirs"));
        value["metadata"]!["managedFields"] = new JsonArray();
        server.Objects.Seed(value);

        var error = Assert.Throws<ApiErrorException>(() => server.Objects.Apply(Samples.Labels("web", ("team", "ours")).In("shop"), "labeler"));

        Assert.Contains("\"before-first-apply\" using apps/v1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lists_of_containers_finalizers_and_owners_merge_item_by_item()
    {
        await using var server = await StartAsync();
        var value = Samples.ReplicaSet("shop", "web").WithFinalizer("example.com/theirs");
        server.Objects.Create(value, "creator");
        var configuration = Samples.Labels("web").In("shop").WithFinalizer("example.com/ours");
        configuration["spec"] = JsonNode.Parse("""{"template":{"spec":{"containers":[{"name":"sidecar","image":"proxy"}]}}}""");

        var applied = server.Objects.Apply(configuration, "labeler");
        var pruned = server.Objects.Apply(Samples.Labels("web").In("shop"), "labeler");

        Assert.Equal("""["example.com/theirs","example.com/ours"]""", applied["metadata"]!["finalizers"]!.ToJsonString());
        Assert.Equal(["web", "sidecar"], applied["spec"]!["template"]!["spec"]!["containers"]!.AsArray().Select(container => container!["name"]!.ToString()));
        Assert.Equal("""["example.com/theirs"]""", pruned["metadata"]!["finalizers"]!.ToJsonString());
        Assert.Equal(["web"], pruned["spec"]!["template"]!["spec"]!["containers"]!.AsArray().Select(container => container!["name"]!.ToString()));
    }

    private static Task<DevApiServer> StartAsync() => DevApiServer.StartAsync(new DevApiServerOptions(), Cancelled);

    /// <summary>The owners of the fields, without times and in a fixed order.</summary>
    private static List<string> Owned(JsonObject value) =>
        [.. value["metadata"]!["managedFields"]!.AsArray()
            .Select(entry => $"{entry!["manager"]} {entry["operation"]} {entry["subresource"]} {Sorted(entry["fieldsV1"]!)}")
            .Order(StringComparer.Ordinal)];

    private static string Sorted(JsonNode fields) =>
        $"{{{string.Join(',', fields.AsObject().OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => field.Key + Sorted(field.Value!)))}}}";

    private static List<string> LabelOwners(JsonObject value) =>
        [.. from entry in value["metadata"]!["managedFields"]!.AsArray()
            from label in entry!["fieldsV1"]!["f:metadata"]?["f:labels"]?.AsObject() ?? []
            where label.Key != "."
            orderby entry["manager"]!.ToString(), label.Key
            select $"{entry["manager"]} {entry["operation"]} {label.Key}"];
}
