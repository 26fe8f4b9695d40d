using System.Text.Json.Nodes;

namespace Tagalong.Cli.Tests.Demo;

/// <summary>The demo as scripts run it.</summary>
public class DemoTests
{
    private const string StableReplicaSet = "replicaset/checkout-8668bffb96";
    private const string CanaryReplicaSet = "replicaset/checkout-5787c9fcb6";
    private const string Experiment = "experiment/checkout-5787c9fcb6-2-1";
    private const string BaselineReplicaSet = "replicaset/checkout-5787c9fcb6-2-1-baseline";
    private const string ContenderReplicaSet = "replicaset/checkout-5787c9fcb6-2-1-canary";

    private static readonly string[] EveryLabel =
    [
        $"{StableReplicaSet} team: - payments from-rollout",
        $"{StableReplicaSet} cost-center: cc-7000 cc-7000 kept kubectl-label",
        $"{StableReplicaSet} app.kubernetes.io/name: - checkout from-rollout",
        $"{StableReplicaSet} app.kubernetes.io/part-of: - shop from-rollout",
        $"{StableReplicaSet} role: - - followed-pod-template",
        $"{StableReplicaSet} argocd.argoproj.io/instance: - - excluded-by-default",
        $"{StableReplicaSet} argo-rollouts.argoproj.io/controller-instance-id: - - protected",
        $"{StableReplicaSet} rollouts-pod-template-hash: 8668bffb96 8668bffb96 protected",
        $"{CanaryReplicaSet} team: - payments came-back",
        $"{CanaryReplicaSet} cost-center: - cc-1042 from-rollout",
        $"{CanaryReplicaSet} app.kubernetes.io/name: - checkout from-rollout",
        $"{CanaryReplicaSet} app.kubernetes.io/part-of: - shop from-rollout",
        $"{CanaryReplicaSet} role: - stable followed-pod-template",
        $"{CanaryReplicaSet} argocd.argoproj.io/instance: - - excluded-by-default",
        $"{CanaryReplicaSet} argo-rollouts.argoproj.io/controller-instance-id: - - protected",
        $"{CanaryReplicaSet} rollouts-pod-template-hash: 5787c9fcb6 5787c9fcb6 protected",
        $"{Experiment} team: - payments from-rollout",
        $"{Experiment} cost-center: - cc-1042 from-rollout",
        $"{Experiment} app.kubernetes.io/name: - checkout from-rollout",
        $"{Experiment} app.kubernetes.io/part-of: - shop from-rollout",
        $"{Experiment} argocd.argoproj.io/instance: - - excluded-by-default",
        $"{Experiment} argo-rollouts.argoproj.io/controller-instance-id: blue blue protected",
        $"{Experiment} rollouts-pod-template-hash: 5787c9fcb6 5787c9fcb6 protected",
        $"{BaselineReplicaSet} app: - checkout from-pod-template",
        $"{BaselineReplicaSet} role: - stable from-pod-template",
        $"{BaselineReplicaSet} tier: - web from-pod-template",
        $"{BaselineReplicaSet} version: - v2 from-pod-template",
        $"{BaselineReplicaSet} team: - - not-on-pods",
        $"{BaselineReplicaSet} cost-center: - - not-on-pods",
        $"{BaselineReplicaSet} rollouts-pod-template-hash: 67d65fd7df 67d65fd7df protected",
        $"{ContenderReplicaSet} app: - checkout from-pod-template",
        $"{ContenderReplicaSet} role: - canary from-pod-template",
        $"{ContenderReplicaSet} tier: - web from-pod-template",
        $"{ContenderReplicaSet} version: - v2 from-pod-template",
        $"{ContenderReplicaSet} team: - - not-on-pods",
        $"{ContenderReplicaSet} cost-center: - - not-on-pods",
        $"{ContenderReplicaSet} rollouts-pod-template-hash: 7c9b6d5f4c 7c9b6d5f4c protected",
    ];

    [Fact]
    public async Task A_release_ends_with_every_label_as_expected_after_eight_writes()
    {
        var ended = await TagalongProcess.RunAsync("demo", "--pace", "fast", "--output", "json");

        Assert.Equal((0, ""), (ended.ExitCode, ended.Errors));
        var report = JsonNode.Parse(ended.Output)!;
        Assert.True(report["asExpected"]!.GetValue<bool>());
        Assert.Empty(report["faults"]!.AsArray());
        Assert.Equal(EveryLabel, report["labels"]!.AsArray().Select(Line));

        Assert.Equal(8, report["calls"]!["writes"]!.GetValue<int>());
        Assert.InRange(report["calls"]!["reads"]!.GetValue<int>(), 0, 14);
        var outcomes = report["events"]!["outcomes"]!.AsObject().ToDictionary(outcome => outcome.Key, outcome => outcome.Value!.GetValue<int>());
        Assert.Equal(["Labeled", "Unchanged"], outcomes.Keys);
        Assert.Equal(8, outcomes["Labeled"]);
        Assert.Equal(report["events"]!["sent"]!.GetValue<int>(), outcomes.Values.Sum());
        Assert.InRange(outcomes["Unchanged"], 2, report["events"]!["changes"]!.GetValue<int>() - 8);
        Assert.Null(report["kept"]);
    }

    [Fact]
    public async Task Text_output_to_a_file_has_no_escapes()
    {
        var ended = await TagalongProcess.RunAsync("demo", "--pace", "fast");

        Assert.Equal((0, ""), (ended.ExitCode, ended.Errors));
        Assert.DoesNotContain('\u001b', ended.Output);
        Assert.Contains("  experiment/checkout-5787c9fcb6-2-1 +app.kubernetes.io/name=checkout", ended.Output, StringComparison.Ordinal);
        Assert.Contains("kept: owned by kubectl-label", ended.Output, StringComparison.Ordinal);
        Assert.Contains("All 37 labels are as expected.", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_interrupted_demo_leaves_nothing_behind()
    {
        using var process = TagalongProcess.Start("demo", "--pace", "recorded");
        await process.ReadUntilAsync(line => line.StartsWith("Version 2.4.0", StringComparison.Ordinal));
        Assert.Single(process.LeftBehind);

        await process.SignalAsync("INT");
        var ended = await process.EndAsync();

        Assert.Equal((130, ""), (ended.ExitCode, ended.Errors));
        Assert.Empty(process.LeftBehind);
    }

    private static string Line(JsonNode? label)
    {
        Assert.Equal(label!["after"]?.GetValue<string>(), label["expected"]?.GetValue<string>());
        Assert.True(label["asExpected"]!.GetValue<bool>());
        return $"{label["object"]} {label["key"]}: {label["before"] ?? "-"} {label["after"] ?? "-"} {label["reason"]} {label["owner"]}".TrimEnd();
    }
}
