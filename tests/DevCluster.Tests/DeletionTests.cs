using System.Net;
using Tagalong.DevCluster.Kinds;
using Tagalong.DevCluster.Writing;
using Tagalong.Testing;

namespace Tagalong.DevCluster.Tests;

public sealed class DeletionTests
{
    private const string Url = "/apis/apps/v1/namespaces/shop/replicasets";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_deleted_object_is_removed_and_the_response_names_it()
    {
        await using var server = await StartAsync();
        using var client = server.CreateClient();
        var uid = server.Objects.Create(Samples.ReplicaSet("shop", "web"), "test")["metadata"]!["uid"]!.ToString();

        var (code, status) = await client.CallAsync(HttpMethod.Delete, $"{Url}/web");
        var (again, _) = await client.CallAsync(HttpMethod.Delete, $"{Url}/web");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound), (code, again));
        Assert.Equal(
            $$$"""{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Success","details":{"name":"web","group":"apps","kind":"replicasets","uid":"{{{uid}}}"}}""",
            status.ToJsonString());
    }

    [Fact]
    public async Task A_finalizer_keeps_an_object_until_it_is_removed()
    {
        await using var server = await StartAsync();
        using var client = server.CreateClient();
        server.Objects.Create(Samples.ReplicaSet("shop", "web").WithFinalizer("example.com/wait"), "test");

        var (_, held) = await client.CallAsync(HttpMethod.Delete, $"{Url}/web");
        var (_, rejected) = await client.CallAsync(HttpMethod.Patch, $"{Url}/web", """{"metadata":{"finalizers":["example.com/wait","example.com/more"]}}""", "application/merge-patch+json");
        var (_, released) = await client.CallAsync(HttpMethod.Patch, $"{Url}/web", """{"metadata":{"finalizers":null}}""", "application/merge-patch+json");

        Assert.NotNull(held["metadata"]!["deletionTimestamp"]);
        Assert.Equal((2, 0), ((int)held["metadata"]!["generation"]!, (int)held["metadata"]!["deletionGracePeriodSeconds"]!));
        Assert.Contains("no new finalizers can be added if the object is being deleted", rejected.Message(), StringComparison.Ordinal);
        Assert.Equal("ReplicaSet", released["kind"]!.ToString());
        Assert.Null(server.Objects.Get(ResourceKinds.ReplicaSet, "shop", "web"));
    }

    [Theory]
    [InlineData(Propagation.Background)]
    [InlineData(Propagation.Foreground)]
    public async Task Dependents_are_deleted_with_their_owner(Propagation propagation)
    {
        await using var server = await StartAsync();
        Seed(server);

        server.Objects.Delete(ResourceKinds.Rollout, "shop", "web", propagation);

        Assert.Equal((0, 0, 0), (server.Objects.Count(ResourceKinds.Rollout), server.Objects.Count(ResourceKinds.Experiment), server.Objects.Count(ResourceKinds.ReplicaSet)));
    }

    [Fact]
    public async Task In_the_foreground_an_object_is_removed_after_its_dependents()
    {
        await using var server = await StartAsync();
        var owner = server.Objects.Create(Samples.Rollout("shop", "web"), "test");
        var child = server.Objects.Create(Samples.ReplicaSet("shop", "web-1").OwnedBy(owner).WithFinalizer("example.com/wait"), "test");

        var removed = server.Objects.Delete(ResourceKinds.Rollout, "shop", "web", Propagation.Foreground);
        var waiting = server.Objects.Get(ResourceKinds.Rollout, "shop", "web");
        child["metadata"]!.AsObject().Remove("finalizers");
        server.Objects.Update(child, "test");

        Assert.False(removed);
        Assert.Equal("""["foregroundDeletion"]""", waiting!["metadata"]!["finalizers"]!.ToJsonString());
        Assert.Null(server.Objects.Get(ResourceKinds.Rollout, "shop", "web"));
    }

    [Fact]
    public async Task An_orphan_is_kept_without_its_owner_reference()
    {
        await using var server = await StartAsync();
        Seed(server);

        server.Objects.Delete(ResourceKinds.Rollout, "shop", "web", Propagation.Orphan);

        Assert.Null(server.Objects.Get(ResourceKinds.Experiment, "shop", "web-1")!["metadata"]!["ownerReferences"]);
        Assert.NotNull(server.Objects.Get(ResourceKinds.ReplicaSet, "shop", "web-1-canary"));
    }

    [Fact]
    public async Task A_precondition_protects_a_new_object_of_the_same_name()
    {
        await using var server = await StartAsync();
        using var client = server.CreateClient();
        var uid = server.Objects.Create(Samples.ReplicaSet("shop", "web"), "test")["metadata"]!["uid"]!.ToString();

        var (code, body) = await client.CallAsync(HttpMethod.Delete, $"{Url}/web", """{"preconditions":{"uid":"other"}}""");

        Assert.Equal(HttpStatusCode.Conflict, code);
        Assert.Equal(
            $"Operation cannot be fulfilled on ReplicaSet.apps \"web\": the UID in the precondition (other) does not match the UID in record ({uid}). " +
            "The object might have been deleted and then recreated",
            body.Message());
    }

    [Fact]
    public async Task A_collection_is_deleted_by_selector()
    {
        await using var server = await StartAsync();
        using var client = server.CreateClient();
        server.Objects.Create(Samples.ReplicaSet("shop", "a", ("x", "y")), "test");
        server.Objects.Create(Samples.ReplicaSet("shop", "b"), "test");

        var (_, list) = await client.CallAsync(HttpMethod.Delete, $"{Url}?labelSelector=x%3Dy");

        Assert.Equal("ReplicaSetList", list["kind"]!.ToString());
        Assert.Equal(["b"], server.Objects.List(ResourceKinds.ReplicaSet).Select(value => value["metadata"]!["name"]!.ToString()));
    }

    [Fact]
    public async Task A_namespace_is_removed_with_its_last_object()
    {
        await using var server = await StartAsync();
        using var client = server.CreateClient();
        var held = server.Objects.Create(Samples.ReplicaSet("shop", "web").WithFinalizer("example.com/wait"), "test");

        server.Objects.Delete(ResourceKinds.Namespace, null, "shop");
        var phase = server.Objects.Get(ResourceKinds.Namespace, null, "shop")!["status"]!["phase"]!.ToString();
        var (code, _) = await client.CallAsync(HttpMethod.Post, Url, Samples.ReplicaSet("shop", "late").ToJsonString());
        held["metadata"]!.AsObject().Remove("finalizers");
        server.Objects.Update(held, "test");

        Assert.Equal(("Terminating", HttpStatusCode.Forbidden), (phase, code));
        Assert.Null(server.Objects.Get(ResourceKinds.Namespace, null, "shop"));
    }

    [Fact]
    public async Task A_dry_run_deletes_nothing()
    {
        await using var server = await StartAsync();
        using var client = server.CreateClient();
        server.Objects.Create(Samples.ReplicaSet("shop", "web"), "test");

        await client.CallAsync(HttpMethod.Delete, $"{Url}/web?dryRun=All");

        Assert.NotNull(server.Objects.Get(ResourceKinds.ReplicaSet, "shop", "web"));
    }

    private static void Seed(DevApiServer server)
    {
        var rollout = server.Objects.Create(Samples.Rollout("shop", "web"), "test");
        var experiment = server.Objects.Create(Samples.Experiment("shop", "web-1").OwnedBy(rollout), "test");
        server.Objects.Create(Samples.ReplicaSet("shop", "web-1-canary").OwnedBy(experiment), "test");
    }

    private static Task<DevApiServer> StartAsync() => DevApiServer.StartAsync(new DevApiServerOptions(), Cancelled);
}
