using System.Text.Json.Nodes;
using Tagalong.Cli.Demo;
using Tagalong.Cli.Output;
using Tagalong.DevCluster.Faults;

namespace Tagalong.Cli.Tests.Demo;

/// <summary>The result of a demo with errors.</summary>
public class DemoRunTests
{
    [Fact]
    public async Task Rejected_writes_make_the_demo_fail_and_are_named()
    {
        var (exitCode, report) = await RunAsync(CanaryRelease.Scenario, environment => environment.Cluster.Faults.Add(
            Fault.Status(403, "Forbidden", "Not today."), request => request is { IsWrite: true, Resource: "experiments", User: DemoEnvironment.FunctionUser }));

        Assert.Equal(1, exitCode);
        var faults = report["faults"]!.AsArray().Select(fault => fault!.GetValue<string>()).ToArray();
        Assert.Contains("experiment/checkout-5787c9fcb6-2-1: label team is absent, expected \"payments\"", faults);
        Assert.Contains(
            "experiment/checkout-5787c9fcb6-2-1: event dev.knative.apiserver.resource.add got status 503, expected 202 (Forbidden)", faults);
    }

    [Fact]
    public async Task A_label_with_the_right_value_but_another_reason_is_a_fault()
    {
        var wrong = CanaryRelease.Scenario.Labels[0] with { Reason = LabelReason.CameBack };
        var scenario = CanaryRelease.Scenario with { Labels = [wrong], Writes = 7 };

        var (exitCode, report) = await RunAsync(scenario, prepare: null);

        Assert.Equal(1, exitCode);
        Assert.Equal(
            [
                "replicaset/checkout-8668bffb96: label team has the right value, but not for the reason expected: CameBack",
                "The function made 8 writes, expected 7",
            ],
            report["faults"]!.AsArray().Select(fault => fault!.GetValue<string>()));
    }

    private static async Task<(int ExitCode, JsonNode Report)> RunAsync(Scenario scenario, Action<DemoEnvironment>? prepare)
    {
        using var output = new StringWriter();
        var run = new DemoRun(scenario, output, TimeProvider.System) { Prepare = prepare };
        var exitCode = await run.RunAsync(maxGap: 0, OutputFormat.Json, keep: false, TestContext.Current.CancellationToken);
        return (exitCode, JsonNode.Parse(output.ToString())!);
    }
}
