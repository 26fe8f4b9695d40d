using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Tagalong.DevCluster;
using Tagalong.DevCluster.Faults;
using Tagalong.DevCluster.Kinds;
using Tagalong.DevCluster.Security;

namespace Tagalong.Server.Tests.Sweeping;

/// <summary>The verb as a Job runs it: the real process, its exit code, and what it prints.</summary>
public sealed class SweepVerbTests : IAsyncLifetime
{
    private DevApiServer _cluster = null!;

    public async ValueTask InitializeAsync()
    {
        var options = new DevApiServerOptions();
        options.Users.Add(new DevUser("reader", "reader", [new AccessRule(["get", "list"], "*", ["*"])]));
        _cluster = await DevApiServer.StartAsync(options, TestContext.Current.CancellationToken);
        var rollout = _cluster.Objects.Create(Parse(
            """{"apiVersion":"argoproj.io/v1alpha1","kind":"Rollout","metadata":{"name":"web","namespace":"shop","labels":{"team":"payments"}}}"""), "kubectl");
        for (var number = 0; number < 3; number++)
        {
            _cluster.Objects.Create(Parse($$$"""
                {"apiVersion":"apps/v1","kind":"ReplicaSet","metadata":{"name":"web-{{{number}}}","namespace":"shop","labels":{"app":"web"},
                "ownerReferences":[{"apiVersion":"argoproj.io/v1alpha1","kind":"Rollout","name":"web","uid":"{{{rollout["metadata"]!["uid"]}}}","controller":true}]},
                "spec":{"selector":{"matchLabels":{"app":"web"} },"template":{"metadata":{"labels":{"app":"web"} },"spec":{"containers":[{"name":"c","image":"i"}]} } } }
                """), "rollouts-controller");
        }
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task It_labels_what_no_event_told_of_and_prints_one_line_of_JSON()
    {
        var (exitCode, output, errors) = await RunAsync(null, "sweep");

        Assert.Equal(0, exitCode);
        var summary = JsonNode.Parse(Assert.Single(output.Split('\n', StringSplitOptions.RemoveEmptyEntries)))!;
        var cluster = Assert.Single(summary["clusters"]!.AsArray())!;
        Assert.Equal(("apply", true, "Complete"), ((string?)summary["mode"], (bool)summary["complete"]!, (string?)cluster["end"]));
        Assert.Equal("""{"listed":3,"labeled":3,"unchanged":0,"ignored":0,"gone":0,"denied":0,"rejected":0,"deferred":0}""", cluster["objects"]!.ToJsonString());
        Assert.Equal("""{"added":3,"changed":0,"removed":0,"kept":{}}""", cluster["labels"]!.ToJsonString());
        Assert.Equal("""{"pages":3,"reads":0,"writes":3}""", cluster["calls"]!.ToJsonString());
        Assert.Equal(3, Labeled());
        Assert.Contains((string)summary["sweep"]!, errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--dry-run", "dry-run", 0)]
    [InlineData("--server-dry-run", "server-dry-run", 3)]
    public async Task A_dry_run_stores_nothing(string option, string mode, int writes)
    {
        var (exitCode, output, _) = await RunAsync(null, "sweep", option, "--namespace", "shop", "--namespace=other");

        var summary = JsonNode.Parse(output)!;
        Assert.Equal((0, mode), (exitCode, (string?)summary["mode"]));
        Assert.Equal((3, writes), ((int)summary["clusters"]![0]!["objects"]!["labeled"]!, (int)summary["clusters"]![0]!["calls"]!["writes"]!));
        Assert.Equal(0, Labeled());
    }

    [Fact]
    public async Task What_is_not_permitted_makes_it_exit_with_1()
    {
        var (exitCode, output, _) = await RunAsync("reader", "sweep");

        var cluster = JsonNode.Parse(output)!["clusters"]![0]!;
        Assert.Equal((1, "Incomplete", "Forbidden"), (exitCode, (string?)cluster["end"], (string?)cluster["reason"]));
        Assert.Equal(3, (int)cluster["objects"]!["denied"]!);
    }

    [Theory]
    [InlineData("Cannot connect to a cluster", "--KUBECONFIG=/no/such/file")]
    [InlineData("Tagalong:Sweep:Clusters is 0; set a number from 1 to 1000.", "--Tagalong:Sweep:Clusters=0")]
    [InlineData("'shop' is no option of sweep", "shop")]
    [InlineData("--cluster takes a value", "--cluster")]
    [InlineData("cannot be combined", "--dry-run", "--server-dry-run")]
    public async Task A_command_line_or_configuration_at_fault_makes_it_exit_with_2_and_say_why(string expected, params string[] arguments)
    {
        var (exitCode, output, errors) = await RunAsync(null, ["sweep", .. arguments]);

        Assert.Equal((2, ""), (exitCode, output));
        Assert.Contains(expected, errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cluster_that_is_not_configured_makes_it_exit_with_2()
    {
        var (exitCode, output, _) = await RunAsync(null, "sweep", "--cluster", "unheard-of");

        Assert.Equal((2, "UnknownCluster"), (exitCode, (string?)JsonNode.Parse(output)!["clusters"]![0]!["reason"]));
        Assert.Equal(0, _cluster.Requests.Reads);
    }

    [Fact]
    public async Task Told_to_stop_it_says_what_it_did_and_exits_with_130()
    {
        using var process = await StartAsync(null, "sweep", "--Tagalong:Labeler:ChildConcurrency=1", "--Tagalong:ApiCalls:AttemptTimeout=00:01:00");
        var isAsked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var hang = _cluster.Faults.Add(Fault.Hang(), request => request is { Verb: "patch", Name: "web-2" } && (isAsked.TrySetResult() || true));
        await isAsked.Task.WaitAsync(TestContext.Current.CancellationToken);

        using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
        var (exitCode, output, _) = await EndAsync(process);

        var cluster = JsonNode.Parse(output)!["clusters"]![0]!;
        Assert.Equal((130, "Cancelled", 2), (exitCode, (string?)cluster["end"], (int)cluster["objects"]!["labeled"]!));
    }

    private int Labeled() =>
        _cluster.Objects.List(ResourceKinds.ReplicaSet, "shop").Count(value => (string?)value["metadata"]!["labels"]!["team"] == "payments");

    private async Task<(int ExitCode, string Output, string Errors)> RunAsync(string? user, params string[] arguments)
    {
        using var process = await StartAsync(user, arguments);
        return await EndAsync(process);
    }

    private async Task<Process> StartAsync(string? user, params string[] arguments)
    {
        var kubeconfig = Path.GetTempFileName();
        await File.WriteAllTextAsync(kubeconfig, _cluster.KubeconfigFor(user), TestContext.Current.CancellationToken);
        var start = new ProcessStartInfo("dotnet", [typeof(ServerHost).Assembly.Location, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["KUBECONFIG"] = kubeconfig;

        // Each call counts, and on a slow machine none may be made twice.
        start.Environment["Tagalong__ApiCalls__AttemptTimeout"] = "00:01:00";
        return Process.Start(start)!;
    }

    private static async Task<(int ExitCode, string Output, string Errors)> EndAsync(Process process)
    {
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        File.Delete(process.StartInfo.Environment["KUBECONFIG"]!);
        return (process.ExitCode, await output, await errors);
    }

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();
}
