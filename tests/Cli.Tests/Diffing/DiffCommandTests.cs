using System.Text.Json.Nodes;
using Tagalong.DevCluster.Kinds;
using YamlDotNet.RepresentationModel;

namespace Tagalong.Cli.Tests.Diffing;

/// <summary>The command <c>diff</c>.</summary>
public sealed class DiffCommandTests : IAsyncLifetime
{
    private ShopFleet _fleet = null!;

    public async ValueTask InitializeAsync()
    {
        _fleet = await ShopFleet.StartAsync("eu", "us");
        _fleet.AddRollout(0, "shop", "web", ("team", "payments"), ("tier", "gold"));
        _fleet.AddReplicaSet(0, "shop", "web-1", "web");
        _fleet.AddReplicaSet(0, "shop", "web-2", "web", ("team", "others"));
        _fleet.AddReplicaSet(0, "shop", "alone", rollout: null);
        _fleet.AddRollout(1, "shop", "web", ("team", "payments"));
        _fleet.AddReplicaSet(1, "shop", "web-1", "web");
    }

    public ValueTask DisposeAsync() => _fleet.DisposeAsync();

    [Fact]
    public async Task Added_changed_and_removed_labels_are_shown_in_order_and_nothing_is_written()
    {
        await _fleet.RunAsync("sweep");
        _fleet.Relabel(0, ResourceKinds.Rollout, "shop", "web", "team", "checkout");
        _fleet.Relabel(0, ResourceKinds.Rollout, "shop", "web", "tier", null);
        _fleet.Relabel(0, ResourceKinds.Rollout, "shop", "web", "area", "north");
        var version = _fleet[0].Objects.ResourceVersion;

        var ended = await _fleet.RunProcessAsync("diff", "--all-contexts");
        var again = await _fleet.RunAsync("diff", "--all-contexts", "--server-dry-run");

        Assert.Equal(1, ended.ExitCode);
        Assert.Equal(
            """
            eu shop ReplicaSet.apps/web-1 (replicasets-of-rollouts, owned by Rollout/web)
              + area=north  (from owner)
              ~ team=payments -> checkout  (from owner)
              - tier=gold  (the rule no longer adds it)
            eu shop ReplicaSet.apps/web-2 (replicasets-of-rollouts, owned by Rollout/web)
              + area=north  (from owner)
              - tier=gold  (the rule no longer adds it)
            us shop ReplicaSet.apps/web-1 (replicasets-of-rollouts, owned by Rollout/web)
              + team=payments  (from owner)

            """,
            ended.Output);
        Assert.EndsWith("3 of 4 objects would change: 3 labels added, 1 changed, 2 removed.\n", ended.Errors, StringComparison.Ordinal);
        Assert.Equal((1, ended.Output), (again.ExitCode, again.Output));
        Assert.Equal(version, _fleet[0].Objects.ResourceVersion);
    }

    [Theory]
    [InlineData(true, "-n", "shpo")]
    [InlineData(true, "-l", "app=wbe")]
    [InlineData(false, "-n", "shop")]
    public async Task A_namespace_or_selector_without_objects_gets_a_hint(bool isHintExpected, params string[] scope)
    {
        var ended = await _fleet.RunAsync(["diff", "--context", "eu", .. scope]);

        Assert.Equal(isHintExpected ? 0 : 1, ended.ExitCode);
        Assert.Equal(isHintExpected, ended.Errors.Contains("are the namespace and the selector right?", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_differences_there_is_no_output_and_the_exit_code_is_0()
    {
        await _fleet.RunAsync("sweep");

        var ended = await _fleet.RunAsync("diff");
        var document = await _fleet.RunAsync("diff", "-o", "json");

        Assert.Equal((0, ""), (ended.ExitCode, ended.Output));
        Assert.EndsWith("No differences: 0 of 3 objects would change.\n", ended.Errors, StringComparison.Ordinal);
        Assert.Equal((0, false), (document.ExitCode, (bool)JsonNode.Parse(document.Output)!["differs"]!));
    }

    [Fact]
    public async Task With_show_kept_kept_labels_are_shown_with_their_owners()
    {
        _fleet.Relabel(0, ResourceKinds.ReplicaSet, "shop", "web-1", "team", "mine");
        await _fleet.RunAsync("sweep");

        var ended = await _fleet.RunAsync("diff", "--show-kept");

        Assert.Equal(0, ended.ExitCode);
        Assert.Contains("  = team=mine  (has another value, set by kubectl-label)\n", ended.Output, StringComparison.Ordinal);
        Assert.Contains("  = team=others  (has another value, set by rollouts-controller)\n", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_and_yaml_have_the_same_document()
    {
        var json = await _fleet.RunAsync("diff", "--context", "eu", "-o", "json", "--show-kept");
        var yaml = await _fleet.RunAsync("diff", "--context", "eu", "--output", "yaml", "--show-kept");

        Assert.Equal((1, 1), (json.ExitCode, yaml.ExitCode));
        var document = JsonNode.Parse(json.Output)!;
        Assert.Equal((true, true), ((bool)document["complete"]!, (bool)document["differs"]!));
        var web2 = document["objects"]!.AsArray().Single(found => (string?)found!["object"]!["name"] == "web-2")!;
        Assert.Equal("""{"apiVersion":"apps/v1","kind":"ReplicaSet","namespace":"shop","name":"web-2"}""", web2["object"]!.ToJsonString());
        Assert.Equal(
            """
            [{"key":"team","change":"keep","before":"others","after":"others","from":null,"reason":"owned-by-another","detail":"rollouts-controller"},{"key":"tier","change":"add","before":null,"after":"gold","from":"owner"}]
            """,
            web2["labels"]!.ToJsonString());
        Assert.Equal("""{"cluster":"eu","end":"Complete","reason":null,"detail":null,"objects":3}""", document["clusters"]![0]!.ToJsonString());
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml.Output));
        Assert.Equal("web-1", (string?)stream.Documents.Single().RootNode["objects"][0]["object"]["name"]);
    }

    [Fact]
    public async Task A_cluster_that_cannot_be_read_makes_the_result_unknown()
    {
        _fleet.AddContext("expired", _fleet[0], "old");

        var ended = await _fleet.RunAsync("diff", "--context", "expired", "--context", "us");

        Assert.Equal(3, ended.ExitCode);
        Assert.Contains("us shop ReplicaSet.apps/web-1", ended.Output, StringComparison.Ordinal);
        Assert.Contains("tagalong: expired: Unauthenticated:", ended.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("would change", ended.Errors, StringComparison.Ordinal);
    }
}
