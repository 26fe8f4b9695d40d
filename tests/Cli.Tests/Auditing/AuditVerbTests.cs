using System.Text.Json.Nodes;

namespace Tagalong.Cli.Tests.Auditing;

/// <summary>The verb as people and pipelines run it.</summary>
public sealed class AuditVerbTests : IAsyncLifetime
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
    public async Task Each_key_is_counted_and_what_is_lacking_is_grouped_by_why()
    {
        var ended = await _fleet.RunProcessAsync("audit", "--require", "team,app", "--require", "cost-center");

        Assert.Equal(1, ended.ExitCode);
        Assert.Contains("team: 1 of 3 objects carry it, 1 would get it from Tagalong, 1 would not.\n", ended.Output, StringComparison.Ordinal);
        Assert.Contains("app: 3 of 3 objects carry it, 0 would get it from Tagalong, 0 would not.\n", ended.Output, StringComparison.Ordinal);
        Assert.Contains("cost-center: 0 of 3 objects carry it, 0 would get it from Tagalong, 3 would not.\n", ended.Output, StringComparison.Ordinal);
        var rows = ended.Output.Split('\n').Where(line => line.StartsWith('│')).Select(line => string.Join('|', line.Split('│', StringSplitOptions.TrimEntries)[1..^1])).ToList();
        Assert.Equal(
            [
                "Lacks|Objects|Cluster|Kind|Tagalong|Why|For example",
                "cost-center|2|eu|ReplicaSet.apps|would not|no source has it (pod template, owner)|shop/web-1, shop/web-2",
                "cost-center|1|eu|ReplicaSet.apps|would not|nothing owns the object|shop/alone",
                "team|1|eu|ReplicaSet.apps|would not|nothing owns the object|shop/alone",
                "team|1|eu|ReplicaSet.apps|would supply|from owner|shop/web-1",
            ],
            rows);
    }

    [Fact]
    public async Task Programs_get_each_label_with_its_source_or_the_reason()
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
    public async Task After_a_sweep_only_what_Tagalong_does_not_supply_counts()
    {
        var with = await _fleet.RunAsync("audit", "--require", "team", "--after-sweep", "-l", "app=web,team!=x", "--show-objects");
        var without = await _fleet.RunAsync("audit", "--require", "app", "--after-sweep");
        await _fleet.RunAsync("sweep");
        var swept = await _fleet.RunAsync("audit", "--require", "team", "-n", "shop", "-o", "json");

        Assert.Equal(1, with.ExitCode);
        Assert.Contains("eu shop ReplicaSet.apps/alone team: nothing owns the object\n", with.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("would supply", with.Output, StringComparison.Ordinal);
        Assert.Equal(0, without.ExitCode);
        Assert.Equal((2, 0), ((int)JsonNode.Parse(swept.Output)!["keys"]![0]!["carry"]!, (int)JsonNode.Parse(swept.Output)!["keys"]![0]!["supplied"]!));
    }

    [Fact]
    public async Task Who_cannot_look_does_not_say_that_nothing_is_lacking()
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
    public async Task A_key_that_is_none_is_refused(string expected, params string[] args)
    {
        var ended = await _fleet.RunAsync(["audit", .. args]);

        Assert.Equal((2, ""), (ended.ExitCode, ended.Output));
        Assert.Contains(expected, ended.Errors, StringComparison.Ordinal);
    }
}
