using System.Net;
using System.Text.Json.Nodes;
using Tagalong.DevCluster.Kinds;
using Tagalong.Testing;

namespace Tagalong.DevCluster.Tests;

public sealed class WriteTests
{
    private const string Url = "/apis/apps/v1/namespaces/shop/replicasets";
    private const string Rollouts = "/apis/argoproj.io/v1alpha1/namespaces/shop/rollouts";
    private const string Apply = "application/apply-patch+yaml";
    private const string Merge = "application/merge-patch+json";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_object_gets_the_fields_that_the_server_sets()
    {
        await using var server = await StartAsync(new MovingClock(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero)));
        using var client = server.CreateClient();
        var value = Samples.ReplicaSet("shop", "web");
        value["metadata"]!["uid"] = "given";
        value["status"] = new JsonObject { ["replicas"] = 7 };

        var (code, created) = await client.CallAsync(HttpMethod.Post, Url, value.ToJsonString());

        var metadata = created["metadata"]!;
        Assert.Equal(HttpStatusCode.Created, code);
        Assert.Equal(("1", "2026-11-22T12:00:00Z"), (metadata["generation"]!.ToString(), metadata["creationTimestamp"]!.ToString()));
        Assert.True(Guid.TryParse(metadata["uid"]!.ToString(), out _));
        Assert.Equal("tests", metadata["managedFields"]![0]!["manager"]!.ToString());
        Assert.Equal("""{"replicas":0}""", created["status"]!.ToJsonString());
    }

    [Fact]
    public async Task A_name_is_generated_from_its_prefix()
    {
        await using var server = await StartAsync();
        using var client = server.CreateClient();
        var value = Samples.ReplicaSet("shop", "");
        value["metadata"]!["generateName"] = "web-";

        var (_, created) = await client.CallAsync(HttpMethod.Post, Url, value.ToJsonString());

        Assert.Matches("^web-[bcdfghjklmnpqrstvwxz2456789]{5}$", created["metadata"]!["name"]!.ToString());
    }

    [Fact]
    public async Task An_invalid_object_is_rejected_with_the_message_of_the_real_server()
    {
        await using var server = await StartAsync();
        using var client = server.CreateClient();
        server.Objects.Create(Samples.ReplicaSet("shop", "web"), "test");

        var (exists, existing) = await client.CallAsync(HttpMethod.Post, Url, Samples.ReplicaSet("shop", "web").ToJsonString());
        var (nowhere, missing) = await client.CallAsync(HttpMethod.Post, Url.Replace("shop", "nowhere"), Samples.ReplicaSet("nowhere", "web").ToJsonString());
        var (mismatch, wrong) = await client.CallAsync(HttpMethod.Post, Url, Samples.ReplicaSet("default", "web").ToJsonString());
        var (invalid, nameless) = await client.CallAsync(HttpMethod.Post, Url, Samples.ReplicaSet("shop", "").ToJsonString());
        var (broken, _) = await client.CallAsync(HttpMethod.Post, Url, "{");
        var (mistyped, number) = await client.CallAsync(HttpMethod.Post, Url, """{"metadata":{"name":"x","labels":{"a":1}}}""");

        Assert.Equal((HttpStatusCode.Conflict, "replicasets.apps \"web\" already exists"), (exists, existing.Message()));
        Assert.Equal((HttpStatusCode.NotFound, "namespaces \"nowhere\" not found"), (nowhere, missing.Message()));
        Assert.Equal((HttpStatusCode.BadRequest, "the namespace of the provided object does not match the namespace sent on the request"), (mismatch, wrong.Message()));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "ReplicaSet.apps \"\" is invalid: metadata.name: Required value: name or generateName is required"), (invalid, nameless.Message()));
        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (broken, mistyped));
        Assert.EndsWith("json: cannot unmarshal number into Go struct field ObjectMeta.metadata.labels of type string", number.Message(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_update_of_an_old_version_is_rejected()
    {
        await using var server = await StartAsync();
        using var client = server.CreateClient();
        var old = server.Objects.Create(Samples.ReplicaSet("shop", "web"), "test");
        server.Objects.Apply(Samples.Labels("web", ("x", "y")).In("shop"), "test");

        var (code, body) = await client.CallAsync(HttpMethod.Put, $"{Url}/web", old.ToJsonString());

        Assert.Equal(HttpStatusCode.Conflict, code);
        Assert.Equal(
            "Operation cannot be fulfilled on replicasets.apps \"web\": the object has been modified; please apply your changes to the latest version and try again",
            body.Message());
    }

    [Fact]
    public async Task A_custom_resource_cannot_be_updated_without_a_version()
    {
        await using var server = await StartAsync();
        using var client = server.CreateClient();
        server.Objects.Create(Samples.Rollout("shop", "web"), "test");

        var (code, body) = await client.CallAsync(HttpMethod.Put, $"{Rollouts}/web", Samples.Rollout("shop", "web").ToJsonString());

        Assert.Equal(HttpStatusCode.UnprocessableEntity, code);
        Assert.Equal("Rollout.argoproj.io \"web\" is invalid: metadata.resourceVersion: Invalid value: 0: must be specified for an update", body.Message());
    }

    [Fact]
    public async Task An_update_in_process_can_be_limited_to_the_current_version()
    {
        await using var server = await StartAsync();
        var seen = server.Objects.Create(Samples.ReplicaSet("shop", "web"), "test");
        server.Objects.Apply(Samples.Labels("web", ("team", "payments")).In("shop"), "labeler");

        var update = Assert.Throws<ApiErrorException>(() => server.Objects.Update(seen, "test", onlyAsSeen: true));
        var status = Assert.Throws<ApiErrorException>(() => server.Objects.UpdateStatus(seen, "test", onlyAsSeen: true));
        var overwritten = server.Objects.Update(seen, "test");

        Assert.Equal((409, "Conflict", 409, "Conflict"), (update.StatusCode, update.Reason, status.StatusCode, status.Reason));
        Assert.Null(overwritten["metadata"]!["labels"]?["team"]);
    }

    [Fact]
    public async Task An_update_with_the_uid_of_another_object_is_rejected()
    {
        await using var server = await StartAsync();
        using var client = server.CreateClient();
        var uid = server.Objects.Create(Samples.ReplicaSet("shop", "web"), "test")["metadata"]!["uid"]!.ToString();
        var other = Samples.ReplicaSet("shop", "web");
        other["metadata"]!["uid"] = "other";

        var (put, precondition) = await client.CallAsync(HttpMethod.Put, $"{Url}/web", other.ToJsonString());
        var (patch, immutable) = await client.CallAsync(HttpMethod.Patch, $"{Url}/web", """{"metadata":{"uid":"other"}}""", Merge);

        Assert.Equal(HttpStatusCode.Conflict, put);
        Assert.EndsWith($"Precondition failed: UID in precondition: other, UID in object meta: {uid}", precondition.Message(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, patch);
        Assert.Equal("ReplicaSet.apps \"web\" is invalid: metadata.uid: Invalid value: \"other\": field is immutable", immutable.Message());
    }

    [Fact]
    public async Task Status_is_written_only_through_its_subresource_and_keeps_the_generation()
    {
        await using var server = await StartAsync();
        using var client = server.CreateClient();
        server.Objects.Create(Samples.Rollout("shop", "web"), "test");

        var (_, ignored) = await client.CallAsync(HttpMethod.Patch, $"{Rollouts}/web", """{"status":{"phase":"Healthy"}}""", Merge);
        var (_, status) = await client.CallAsync(HttpMethod.Patch, $"{Rollouts}/web/status", """{"spec":{"replicas":9},"status":{"phase":"Healthy"}}""", Merge);
        var (_, spec) = await client.CallAsync(HttpMethod.Patch, $"{Rollouts}/web", """{"spec":{"replicas":2}}""", Merge);

        Assert.Null(ignored["status"]);
        Assert.Equal(("Healthy", "1", "1"), (status["status"]!["phase"]!.ToString(), status["spec"]!["replicas"]!.ToString(), status["metadata"]!["generation"]!.ToString()));
        Assert.Equal(("2", "2"), (spec["spec"]!["replicas"]!.ToString(), spec["metadata"]!["generation"]!.ToString()));
    }

    [Fact]
    public async Task An_apply_creates_a_missing_object()
    {
        await using var server = await StartAsync();
        using var client = server.CreateClient();

        var (code, created) = await client.CallAsync(HttpMethod.Patch, $"{Url}/web?fieldManager=labeler", Samples.Labels("web", ("x", "y")).ToJsonString(), Apply);

        Assert.Equal(HttpStatusCode.Created, code);
        Assert.Equal(("labeler", "Apply"), (created["metadata"]!["managedFields"]![0]!["manager"]!.ToString(), created["metadata"]!["managedFields"]![0]!["operation"]!.ToString()));
    }

    [Fact]
    public async Task An_apply_can_be_yaml()
    {
        await using var server = await StartAsync();
        using var client = server.CreateClient();
        server.Objects.Create(Samples.ReplicaSet("shop", "web"), "test");

        var (code, applied) = await client.CallAsync(
            HttpMethod.Patch,
            $"{Url}/web?fieldManager=labeler",
            "apiVersion: apps/v1\nkind: ReplicaSet\nmetadata:\n  name: web\n  labels:\n    version: \"1\"\nspec:\n  replicas: 1\n",
            Apply);

        Assert.Equal(HttpStatusCode.OK, code);
        Assert.Equal("1", applied["metadata"]!["labels"]!["version"]!.ToString());
    }

    [Fact]
    public async Task An_apply_with_an_old_version_or_managed_fields_is_rejected()
    {
        await using var server = await StartAsync();
        using var client = server.CreateClient();
        server.Objects.Create(Samples.ReplicaSet("shop", "web"), "test");
        var old = Samples.Labels("web", ("x", "y"));
        old["metadata"]!["resourceVersion"] = "1";
        var managed = Samples.Labels("web", ("x", "y"));
        managed["metadata"]!["managedFields"] = new JsonArray(new JsonObject());

        var (conflict, _) = await client.CallAsync(HttpMethod.Patch, $"{Url}/web?fieldManager=labeler", old.ToJsonString(), Apply);
        var (rejected, body) = await client.CallAsync(HttpMethod.Patch, $"{Url}/web?fieldManager=labeler", managed.ToJsonString(), Apply);

        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.BadRequest, "metadata.managedFields must be nil"), (conflict, rejected, body.Message()));
    }

    [Theory]
    [InlineData("""[{"op":"test","path":"/metadata/name","value":"web"},{"op":"replace","path":"/spec/replicas","value":5}]""", HttpStatusCode.OK)]
    [InlineData("""[{"op":"copy","from":"/metadata/name","path":"/metadata/annotations","value":1}]""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("""[{"op":"test","path":"/metadata/name","value":"other"}]""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("""[{"op":"remove","path":"/metadata/labels/none"}]""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("""{"op":"remove"}""", HttpStatusCode.BadRequest)]
    public async Task A_JSON_patch_is_applied_or_rejected_as_a_whole(string patch, HttpStatusCode expected)
    {
        await using var server = await StartAsync();
        using var client = server.CreateClient();
        server.Objects.Create(Samples.ReplicaSet("shop", "web"), "test");

        var (code, _) = await client.CallAsync(HttpMethod.Patch, $"{Url}/web", patch, "application/json-patch+json");

        Assert.Equal(expected, code);
    }

    [Fact]
    public async Task A_strategic_merge_patch_merges_keyed_lists()
    {
        await using var server = await StartAsync();
        using var client = server.CreateClient();
        server.Objects.Create(Samples.ReplicaSet("shop", "web"), "test");
        const string Type = "application/strategic-merge-patch+json";

        var (_, added) = await client.CallAsync(HttpMethod.Patch, $"{Url}/web", """{"spec":{"template":{"spec":{"containers":[{"name":"sidecar","image":"proxy"}]}}}}""", Type);
        var (_, left) = await client.CallAsync(HttpMethod.Patch, $"{Url}/web", """{"spec":{"template":{"spec":{"containers":[{"name":"web","$patch":"delete"}]}}}}""", Type);
        var (custom, _) = await client.CallAsync(HttpMethod.Patch, $"{Rollouts}/web", "{}", Type);

        Assert.Equal(2, added["spec"]!["template"]!["spec"]!["containers"]!.AsArray().Count);
        Assert.Equal("sidecar", Assert.Single(left["spec"]!["template"]!["spec"]!["containers"]!.AsArray())!["name"]!.ToString());
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, custom);
    }

    [Fact]
    public async Task A_dry_run_returns_the_result_and_stores_nothing()
    {
        await using var server = await StartAsync();
        using var client = server.CreateClient();

        var (code, created) = await client.CallAsync(HttpMethod.Post, $"{Url}?dryRun=All", Samples.ReplicaSet("shop", "web").ToJsonString());
        var (rejected, body) = await client.CallAsync(HttpMethod.Post, $"{Url}?dryRun=Some", Samples.ReplicaSet("shop", "web").ToJsonString());

        Assert.Equal((HttpStatusCode.Created, "web"), (code, created["metadata"]!["name"]!.ToString()));
        Assert.Equal(0, server.Objects.Count(ResourceKinds.ReplicaSet));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, rejected);
        Assert.Equal("CreateOptions.meta.k8s.io \"\" is invalid: dryRun: Unsupported value: \"Some\": supported values: \"All\"", body.Message());
    }

    [Fact]
    public async Task Writers_of_different_labels_at_once_lose_nothing()
    {
        const int Writers = 32;
        await using var server = await StartAsync();
        using var client = server.CreateClient();
        server.Objects.Create(Samples.ReplicaSet("shop", "web"), "test");

        await Task.WhenAll(Enumerable.Range(0, Writers).Select(i => client.CallAsync(
            HttpMethod.Patch, $"{Url}/web?fieldManager=m{i}", Samples.Labels("web", ($"l{i}", "x")).ToJsonString(), Apply)));

        var metadata = server.Objects.Get(ResourceKinds.ReplicaSet, "shop", "web")!["metadata"]!;
        Assert.Equal((Writers, Writers + 1), (metadata["labels"]!.AsObject().Count, metadata["managedFields"]!.AsArray().Count));
    }

    private static async Task<DevApiServer> StartAsync(TimeProvider? time = null)
    {
        var options = new DevApiServerOptions { TimeProvider = time ?? TimeProvider.System };
        options.Namespaces.Add("shop");
        return await DevApiServer.StartAsync(options, Cancelled);
    }
}
