using System.Text.Json.Nodes;
using Tagalong.Cli.Demo;
using Tagalong.Cli.Output;
using Tagalong.DevCluster.Faults;

namespace Tagalong.Cli.Tests.Demo;

/// <summary>What the demo says when something goes wrong.</summary>
public class DemoRunTests
{
    [Fact]
    public async Task A_cluster_that_refuses_writes_makes_the_demo_fail_and_is_named()
    {
        var (exitCode, report) = await RunAsync(CanaryRelease.Script, stage => stage.Cluster.Faults.Add(
            Fault.Status(403, "Forbidden", "Not today."), request => request is { IsWrite: true, Resource: "experiments", User: Stage.FunctionUser }));

        Assert.Equal(1, exitCode);
        var faults = report["faults"]!.AsArray().Select(fault => fault!.GetValue<string>()).ToArray();
        Assert.Contains("experiment/checkout-5787c9fcb6-2-1: label team is absent, expected \"payments\"", faults);
        Assert.Contains(
            "experiment/checkout-5787c9fcb6-2-1: event dev.knative.apiserver.resource.add was answered 503, expected 202 (Forbidden)", faults);
    }

    [Fact]
    public async Task A_label_that_is_right_for_another_reason_is_a_fault()
    {
        var script = CanaryRelease.Script;
        var wrong = script.Expected.Labels[0] with { Reason = LabelReason.CameBack };
        var release = script with { Expected = script.Expected with { Labels = [wrong], Writes = 7, MostReads = 14 } };

        var (exitCode, report) = await RunAsync(release, preparing: null);

        Assert.Equal(1, exitCode);
        Assert.Equal(
            [
                "replicaset/checkout-8668bffb96: label team has the right value, but not for the reason expected: CameBack",
                "The function made 8 writes, expected 7",
            ],
            report["faults"]!.AsArray().Select(fault => fault!.GetValue<string>()));
    }

    private static async Task<(int ExitCode, JsonNode Report)> RunAsync(Release release, Action<Stage>? preparing)
    {
        using var output = new StringWriter();
        var run = new DemoRun(release, output, TimeProvider.System) { Preparing = preparing };
        var exitCode = await run.RunAsync(new DemoOptions(Pace.Fast, OutputFormat.Json, Keep: false), TestContext.Current.CancellationToken);
        return (exitCode, JsonNode.Parse(output.ToString())!);
    }
}
