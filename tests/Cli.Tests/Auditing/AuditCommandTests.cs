using System.Text.Json.Nodes;

namespace Tagalong.Cli.Tests.Auditing;

/// <summary>The command <c>audit</c>.</summary>
public sealed class AuditCommandTests : IAsyncLifetime
{
    private ShopFleet _fleet = null!;

    public async ValueTask InitializeAsync()
    {
        _fleet = await ShopFleet.StartAsync("eu");
        _fleet.AddRollout(0, "shop", "web", ("team", "payments"), ("argocd.argoproj.io/instance", "shop"));
        _fleet.AddReplicaSet(0, "shop", "web-1", "web");
        _fleet.AddReplicaSet(0, "shop", "web-2", "web", ("team", "others"));
        _fleet.AddReplicaSet(0, "shop", "alone", rollout: null);
    }

    public ValueTask DisposeAsync() => _fleet.DisposeAsync();

    [Fact]
    public async Task Each_key_is_counted_and_missing_labels_are_grouped_by_reason()
    {
        var ended = await _fleet.RunProcessAsync("audit", "--require", "team,app", "--require", "cost-center");

        Assert.Equal(1, ended.ExitCode);
        Assert.Contains("team: 1 of 3 objects have it, a sweep would add it to 1, 1 would still lack it.\n", ended.Output, StringComparison.Ordinal);
        Assert.Contains("app: 3 of 3 objects have it, a sweep would add it to 0, 0 would still lack it.\n", ended.Output, StringComparison.Ordinal);
        Assert.Contains("cost-center: 0 of 3 objects have it, a sweep would add it to 0, 3 would still lack it.\n", ended.Output, StringComparison.Ordinal);
        var rows = ended.Output.Split('\n').Where(line => line.StartsWith('│')).Select(line => string.Join('|', line.Split('│', StringSplitOptions.TrimEntries)[1..^1])).ToList();
        Assert.Equal(
            [
                "Lacks|Objects|Cluster|Kind|A sweep|Why|For example",
                "cost-center|2|eu|ReplicaSet.apps|would not|no source has it (pod template, owner)|shop/web-1, shop/web-2",
                "cost-center|1|eu|ReplicaSet.apps|would not|the object has no owner|shop/alone",
                "team|1|eu|ReplicaSet.apps|would not|the object has no owner|shop/alone",
                "team|1|eu|ReplicaSet.apps|would add it|from owner|shop/web-1",
            ],
            rows);
    }

    [Fact]
    public async Task The_document_has_each_missing_label_with_its_source_or_the_reason()
    {
        var ended = await _fleet.RunAsync("audit", "--require", "team,argocd.argoproj.io/instance", "-o", "json");

        Assert.Equal(1, ended.ExitCode);
        var document = JsonNode.Parse(ended.Output)!;
        Assert.Equal("""{"key":"team","objects":3,"carry":1,"supplied":1,"lacking":1}""", document["keys"]![0]!.ToJsonString());
        Assert.Equal(
            [
                "alone argocd.argoproj.io/instance False no-rule-for-owner   ",
                "alone team False no-rule-for-owner   ",
                "web-1 argocd.argoproj.io/instance False excluded-by-default   replicasets-of-rollouts",
                "web-1 team True supplied owner payments replicasets-of-rollouts",
                "web-2 argocd.argoproj.io/instance False excluded-by-default   replicasets-of-rollouts",
            ],
            document["labels"]!.AsArray().Select(label =>
                $"{label!["object"]!["name"]} {label["key"]} {(bool)label["supplied"]!} {label["reason"]} {label["from"]} {label["value"]} {label["rule"]}"));
    }

    [Fact]
    public async Task With_after_sweep_only_labels_that_a_sweep_would_not_add_count()
    {
        var with = await _fleet.RunAsync("audit", "--require", "team", "--after-sweep", "-l", "app=web,team!=x", "--show-objects");
        var without = await _fleet.RunAsync("audit", "--require", "app", "--after-sweep");
        await _fleet.RunAsync("sweep");
        var swept = await _fleet.RunAsync("audit", "--require", "team", "-n", "shop", "-o", "json");

        Assert.Equal(1, with.ExitCode);
        Assert.Contains("eu shop ReplicaSet.apps/alone team: the object has no owner\n", with.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("│ would add it", with.Output, StringComparison.Ordinal);
        Assert.Equal(0, without.ExitCode);
        Assert.Equal((2, 0), ((int)JsonNode.Parse(swept.Output)!["keys"]![0]!["carry"]!, (int)JsonNode.Parse(swept.Output)!["keys"]![0]!["supplied"]!));
    }

    [Fact]
    public async Task A_cluster_that_cannot_be_read_makes_the_result_unknown()
    {
        _fleet.AddContext("expired", _fleet[0], "old");

        var ended = await _fleet.RunAsync("audit", "--require", "team", "--context", "expired", "-o", "json");

        Assert.Equal((3, false), (ended.ExitCode, (bool)JsonNode.Parse(ended.Output)!["complete"]!));
        Assert.Contains("expired: Unauthenticated:", ended.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Option '--require' is required.")]
    [InlineData("the key 'not a key' has a character in its name", "--require", "team,not a key")]
    [InlineData("the key '' has no name", "--require", "team,")]
    public async Task An_invalid_key_is_rejected(string expected, params string[] args)
    {
        var ended = await _fleet.RunAsync(["audit", .. args]);

        Assert.Equal((2, ""), (ended.ExitCode, ended.Output));
        Assert.Contains(expected, ended.Errors, StringComparison.Ordinal);
    }
}
