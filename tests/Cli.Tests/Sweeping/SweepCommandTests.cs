using System.Text.Json.Nodes;
using Tagalong.DevCluster.Faults;
using Tagalong.DevCluster.Security;
using Tagalong.Testing;

namespace Tagalong.Cli.Tests.Sweeping;

/// <summary>The command <c>sweep</c> against dev clusters.</summary>
public sealed class SweepCommandTests : IAsyncLifetime
{
    private const string Eks = "arn:aws:eks:eu-west-1:111122223333:cluster/prod";
    private ShopFleet _fleet = null!;

    public async ValueTask InitializeAsync()
    {
        _fleet = await ShopFleet.StartAsync("eu", Eks);
        for (var cluster = 0; cluster < 2; cluster++)
        {
            _fleet.AddRollout(cluster, "shop", "web", ("team", "payments"), ("argocd.argoproj.io/instance", "x"));
            _fleet.AddReplicaSet(cluster, "shop", "web-1", "web");
            _fleet.AddReplicaSet(cluster, "shop", "web-2", "web", ("team", "others"));
            _fleet.AddRollout(cluster, "cart", "cart", ("team", "carts"));
            _fleet.AddReplicaSet(cluster, "cart", "cart-1", "cart");
        }
    }

    public ValueTask DisposeAsync() => _fleet.DisposeAsync();

    [Fact]
    public async Task The_cluster_of_the_current_context_is_swept_and_the_summary_has_no_escapes()
    {
        var ended = await _fleet.RunProcessAsync("sweep");

        Assert.Equal(0, ended.ExitCode);
        Assert.Equal("app=web,team=payments", _fleet.LabelsOf(0, "shop", "web-1"));
        Assert.Equal("app=web,team=carts", _fleet.LabelsOf(0, "cart", "cart-1"));
        Assert.Equal("app=web,team=others", _fleet.LabelsOf(0, "shop", "web-2"));
        Assert.Equal("app=web", _fleet.LabelsOf(1, "shop", "web-1"));
        var row = Assert.Single(ended.Output.Split('\n'), line => line.StartsWith("│ eu", StringComparison.Ordinal));
        Assert.Equal(["eu", "complete", "3", "2", "1", "0", "0", "2", "0", "0", "3"], row.Split('│', StringSplitOptions.TrimEntries)[1..12]);
        Assert.Contains("1 label not added: has another value, set by another field manager.", ended.Output, StringComparison.Ordinal);
        Assert.Contains("labels of 2 objects written.", ended.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', ended.Output + ended.Errors);
        Assert.Contains("eu: complete after 3 objects", ended.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--dry-run", "dry-run", 0)]
    [InlineData("--server-dry-run", "server-dry-run", 2)]
    public async Task A_dry_run_over_all_contexts_writes_nothing_and_counts_everything(string option, string mode, int writes)
    {
        var ended = await _fleet.RunAsync("sweep", option, "--all-contexts", "-o", "json");

        Assert.Equal(0, ended.ExitCode);
        var summary = JsonNode.Parse(ended.Output)!;
        Assert.Equal((mode, true), ((string?)summary["mode"], (bool)summary["complete"]!));
        Assert.Equal(["eu", Eks], summary["clusters"]!.AsArray().Select(cluster => (string?)cluster!["cluster"]));
        Assert.All(summary["clusters"]!.AsArray(), cluster =>
            Assert.Equal((3, 2, writes), ((int)cluster!["objects"]!["listed"]!, (int)cluster["objects"]!["labeled"]!, (int)cluster["calls"]!["writes"]!)));
        Assert.Equal("app=web", _fleet.LabelsOf(0, "shop", "web-1"));
    }

    [Fact]
    public async Task Namespaces_and_a_selector_limit_the_sweep()
    {
        var ended = await _fleet.RunAsync("sweep", "-n", "shop", "-n", "empty", "-l", "team!=others", "-o", "yaml", "--context", Eks);

        Assert.Equal(0, ended.ExitCode);
        Assert.Contains("    listed: 1\n", ended.Output, StringComparison.Ordinal);
        Assert.Equal(("app=web,team=payments", "app=web"), (_fleet.LabelsOf(1, "shop", "web-1"), _fleet.LabelsOf(1, "cart", "cart-1")));
    }

    [Fact]
    public async Task A_missing_right_is_named_and_the_exit_code_is_1()
    {
        await using var fleet = await ShopFleet.StartAsync("first");
        var options = new DevCluster.DevApiServerOptions();
        options.Users.Add(new DevUser("reader", "reader", [new AccessRule(["get", "list"], "*", ["*"])]));
        await using var cluster = await DevCluster.DevApiServer.StartAsync(options, TestContext.Current.CancellationToken);
        fleet.AddContext("reader", cluster, "reader");
        fleet.AddRollout(1, "shop", "web", ("team", "payments"));
        fleet.AddReplicaSet(1, "shop", "web-1", "web");

        var ended = await fleet.RunAsync("sweep", "--context", "reader");

        Assert.Equal(1, ended.ExitCode);
        Assert.Contains("reader: Forbidden:", ended.Output, StringComparison.Ordinal);
        Assert.Contains("cannot patch resource", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_object_that_cannot_be_labelled_is_named_with_the_API_servers_message()
    {
        await using var fleet = await ShopFleet.StartAsync("first");
        fleet.AddRollout(0, "shop", "web", ("team", "payments"));
        foreach (var name in (string[])["web-1", "web-2", "web-3"])
        {
            fleet.AddReplicaSet(0, "shop", name, "web");
        }

        fleet[0].Faults.Add(
            DevCluster.Faults.Fault.Status(403, "Forbidden", "admission webhook \"validation.gatekeeper.sh\" denied the request: no limits"), static request => request is { Verb: "patch", Name: "web-1" });
        fleet[0].Faults.Add(DevCluster.Faults.Fault.Status(500, "", "duplicate entries for key [name=\"LOG_LEVEL\"]"), static request => request is { Verb: "patch", Name: "web-2" });

        var ended = await fleet.RunAsync("sweep", "--context", "first");

        Assert.Equal(1, ended.ExitCode);
        Assert.Contains("first: Invalid: ReplicaSet.apps/shop/web-1: admission webhook \"validation.gatekeeper.sh\" denied the request: no limits.", ended.Output, StringComparison.Ordinal);
        Assert.Contains("first: WriteFailed: ReplicaSet.apps/shop/web-2: duplicate entries for key [name=\"LOG_LEVEL\"].", ended.Output, StringComparison.Ordinal);
        Assert.Equal("app=web,team=payments", fleet.LabelsOf(0, "shop", "web-3"));
    }

    [Fact]
    public async Task Clusters_that_cannot_be_swept_are_named_with_the_cause_and_do_not_block_others()
    {
        _fleet.AddContext("expired", _fleet[1], "an-old-token");
        var dead = await DevCluster.DevApiServer.StartAsync(new DevCluster.DevApiServerOptions(), TestContext.Current.CancellationToken);
        _fleet.AddContext("dead", dead, "t");
        await dead.StopAsync();

        var ended = await _fleet.RunProcessAsync("sweep", "--all-contexts");

        Assert.Equal(3, ended.ExitCode);
        Assert.Contains("dead: Unreachable: rollouts: The connection to the API server failed: Connection refused.", ended.Output, StringComparison.Ordinal);
        Assert.Contains("expired: Unauthenticated: rollouts:", ended.Output, StringComparison.Ordinal);
        Assert.Contains("they may have expired", ended.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("an-old-token", ended.Output + ended.Errors, StringComparison.Ordinal);
        Assert.Equal("app=web,team=payments", _fleet.LabelsOf(0, "shop", "web-1"));
        Assert.Equal("app=web,team=payments", _fleet.LabelsOf(1, "shop", "web-1"));
    }

    [Fact]
    public async Task A_broken_context_is_reported_by_its_name_and_does_not_block_the_others()
    {
        var kubeconfig = JsonNode.Parse(await File.ReadAllTextAsync(_fleet.Kubeconfig, TestContext.Current.CancellationToken))!;
        kubeconfig["contexts"]!.AsArray().Add(JsonNode.Parse("""{"name":"stale","context":{"cluster":"long-gone","user":"eu"}}"""));
        var file = _fleet.FileOf("grown");
        await File.WriteAllTextAsync(file, kubeconfig.ToJsonString(), TestContext.Current.CancellationToken);

        var all = await _fleet.RunAsync("sweep", "--kubeconfig", file, "--all-contexts", "--report", _fleet.FileOf("report.html"));
        var named = await _fleet.RunAsync("sweep", "--kubeconfig", file, "--context", "stale", "--context", "eu");

        Assert.Equal(3, all.ExitCode);
        Assert.Equal("app=web,team=payments", _fleet.LabelsOf(1, "shop", "web-1"));
        Assert.Contains("stale: ClusterMisconfigured: Cannot connect to the cluster stale:", all.Output, StringComparison.Ordinal);
        Assert.Contains(
            "Cannot connect to the cluster stale:", await File.ReadAllTextAsync(_fleet.FileOf("report.html"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.DoesNotContain("fail:", all.Errors, StringComparison.Ordinal);
        Assert.Equal(3, named.ExitCode);
        Assert.Contains("stale: ClusterMisconfigured: Cannot connect to the cluster stale:", named.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_Ctrl_C_the_summary_and_the_report_cover_what_was_done()
    {
        using var hang = _fleet[0].Faults.Add(Fault.Hang(), request => request is { Verb: "patch", Name: "web-1" });
        using var process = _fleet.Start("sweep", "-o", "json", "--report", _fleet.FileOf("report.html"));
        await Eventually.EqualAsync("app=web,team=carts", () => Task.FromResult(_fleet.LabelsOf(0, "cart", "cart-1")));
        await Eventually.EqualAsync(1, () => Task.FromResult(_fleet[0].Requests.Count(request => request is { Verb: "patch", Name: "web-1" })));

        await process.SignalAsync("INT");
        var ended = await process.EndAsync();

        Assert.Equal(130, ended.ExitCode);
        var cluster = JsonNode.Parse(ended.Output)!["clusters"]![0]!;
        Assert.Equal(("Cancelled", 1), ((string?)cluster["end"], (int)cluster["objects"]!["labeled"]!));
        Assert.Contains("cancelled", await File.ReadAllTextAsync(_fleet.FileOf("report.html"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(_fleet.Kubeconfig)!, "*.tmp"));
    }

    [Theory]
    [InlineData("There is no context 'prod'. The contexts are: eu, arn:aws:eks:eu-west-1:111122223333:cluster/prod.", "--context", "prod")]
    [InlineData("--context and --all-contexts cannot be combined", "--context", "eu", "--all-contexts")]
    [InlineData("--dry-run and --server-dry-run cannot be combined", "--dry-run", "--server-dry-run")]
    [InlineData("--namespace and --all-namespaces cannot be combined", "-n", "shop", "-A")]
    [InlineData("'No_Such' is not a namespace", "-n", "No_Such")]
    [InlineData("no-such-policy.yaml: is not a file, folder or built-in pack", "--policy", "no-such-policy.yaml")]
    [InlineData("cannot be written", "--report", "/no/such/folder/report.html")]
    [InlineData("is a folder; name a file", "--report", "/tmp")]
    [InlineData("--report: the path is empty", "--report", "")]
    [InlineData("--fleet: there is no file", "--fleet", "/no/such/fleet.yaml")]
    [InlineData("There is no kubeconfig '/no/such/file'.", "--kubeconfig", "/no/such/file")]
    public async Task A_sweep_that_cannot_start_names_the_reason_and_exits_with_2(string expected, params string[] args)
    {
        var ended = await _fleet.RunAsync(["sweep", .. args]);

        Assert.Equal((2, ""), (ended.ExitCode, ended.Output));
        Assert.Contains(expected, ended.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", ended.Errors, StringComparison.Ordinal);
        Assert.Equal(0, _fleet[0].Requests.Reads);
    }

    [Fact]
    public async Task The_clusters_of_a_fleet_file_are_swept_and_unknown_ones_are_rejected()
    {
        var file = _fleet.FileOf("fleet.yaml");
        await File.WriteAllTextAsync(
            file, $"clusters: {{ one: {{ kubeconfig: {_fleet.Kubeconfig}, context: eu }}, two: {{ kubeconfig: {_fleet.Kubeconfig}, context: '{Eks}' }} }}", TestContext.Current.CancellationToken);

        var ended = await _fleet.RunAsync("sweep", "--fleet", file, "--context", "two", "-o", "json");
        var rejected = await _fleet.RunAsync("sweep", "--fleet", file, "--context", "three");

        Assert.Equal((0, "two"), (ended.ExitCode, (string?)JsonNode.Parse(ended.Output)!["clusters"]![0]!["cluster"]));
        Assert.Equal(("app=web,team=payments", "app=web"), (_fleet.LabelsOf(1, "shop", "web-1"), _fleet.LabelsOf(0, "shop", "web-1")));
        Assert.Equal((2, "tagalong: No cluster named 'three' is configured.\n"), (rejected.ExitCode, rejected.Errors));
    }
}
