using System.Text.Json.Nodes;
using Tagalong.DevCluster;

namespace Tagalong.Cli.Tests.Explaining;

/// <summary>The command <c>explain</c> as a process.</summary>
public sealed class ExplainCommandTests : IAsyncLifetime
{
    private readonly string _kubeconfig = Path.GetTempFileName();
    private DevApiServer _cluster = null!;

    public async ValueTask InitializeAsync()
    {
        _cluster = await DevApiServer.StartAsync(new DevApiServerOptions(), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(_kubeconfig, _cluster.KubeconfigFor(), TestContext.Current.CancellationToken);
        var rollout = Create("argoproj.io/v1alpha1", "Rollout", "checkout", """{"team":"payments","cost-center":"cc-1","helm.sh/chart":"c"}""", owner: null);
        Create("apps/v1", "ReplicaSet", "checkout-1", """{"app":"checkout","cost-center":"cc-7"}""", rollout);
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        File.Delete(_kubeconfig);
    }

    [Theory]
    [InlineData("rs", "checkout-1")]
    [InlineData("ReplicaSet/checkout-1")]
    [InlineData("replicasets.apps", "checkout-1")]
    public async Task Each_label_is_listed_with_its_owner_and_the_reason(params string[] named)
    {
        var ended = await TagalongProcess.RunAsync(["explain", .. named, "-n", "shop", "--kubeconfig", _kubeconfig]);

        Assert.Equal((0, ""), (ended.ExitCode, ended.Errors));
        Assert.DoesNotContain('\u001b', ended.Output);
        Assert.Contains("ReplicaSet.apps/shop/checkout-1: labels need to be written", ended.Output, StringComparison.Ordinal);
        Assert.Contains("rule   replicasets-of-rollouts (built-in:argo-rollouts:23)", ended.Output, StringComparison.Ordinal);
        Assert.Matches(@"│ \+ │ team +│ - +│ payments │ owner +│ missing; Rollout checkout has it ", ended.Output);
        Assert.Matches(@"│ ! │ cost-center +│ cc-7 +│ cc-7 +│ owner +│ never overwritten: seller owns it; Rollout checkout has 'cc-1' ", ended.Output);
        Assert.Matches(@"helm.sh/chart +│ - +│ - +│ owner +│ Rollout checkout has it; excluded by default", ended.Output);
    }

    [Fact]
    public async Task The_document_has_the_same_content_and_nothing_is_written()
    {
        var ended = await TagalongProcess.RunAsync("explain", "rs/checkout-1", "-n", "shop", "--kubeconfig", _kubeconfig, "-o", "json");

        Assert.Equal((0, ""), (ended.ExitCode, ended.Errors));
        var document = JsonNode.Parse(ended.Output)!;
        Assert.Equal(("applied", true), ((string?)document["reason"], document["needsWrite"]!.GetValue<bool>()));
        Assert.Equal(
            ["app in-place ", "cost-center kept owned-by-another", "helm.sh/chart left-out excluded-by-default", "team added "],
            document["labels"]!.AsArray().Select(static label => $"{label!["key"]} {label["verdict"]} {label["reason"]}"));
        Assert.Equal("payments", (string?)document["owners"]![0]!["labels"]!["team"]);
        Assert.Equal(0, _cluster.Requests.Count(static request => request.IsWrite));
    }

    [Fact]
    public async Task A_missing_object_an_unknown_kind_and_an_unreachable_cluster_have_different_exit_codes()
    {
        var missing = await TagalongProcess.RunAsync("explain", "rs", "nowhere", "-n", "shop", "--kubeconfig", _kubeconfig);
        var unknownKind = await TagalongProcess.RunAsync("explain", "gizmo", "x", "--kubeconfig", _kubeconfig);
        var several = await TagalongProcess.RunAsync("explain", "rs/a/b", "--kubeconfig", _kubeconfig);
        await _cluster.StopAsync();
        var away = await TagalongProcess.RunAsync("explain", "rs", "checkout-1", "-n", "shop", "--kubeconfig", _kubeconfig);

        Assert.Equal((1, "", "tagalong: ReplicaSet.apps/shop/nowhere: the object does not exist."), (missing.ExitCode, missing.Output, missing.Errors.Split('\n')[0]));
        Assert.Equal((2, ""), (unknownKind.ExitCode, unknownKind.Output));
        Assert.StartsWith("tagalong: 'gizmo' is not a known kind. The kinds are: experiments, rollouts, replicasets", unknownKind.Errors, StringComparison.Ordinal);
        Assert.Equal((2, ""), (several.ExitCode, several.Output));
        Assert.Equal((3, ""), (away.ExitCode, away.Output));
        Assert.Contains("the API server did not respond", away.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task For_a_Rollout_the_kinds_that_get_labels_from_it_are_listed()
    {
        var ended = await TagalongProcess.RunAsync("explain", "ro", "checkout", "-n", "shop", "--kubeconfig", _kubeconfig);

        Assert.Equal((0, ""), (ended.ExitCode, ended.Errors));
        Assert.Contains("no rule adds labels to Rollout.argoproj.io; Experiment.argoproj.io, ReplicaSet.apps get labels from it", ended.Output, StringComparison.Ordinal);
    }

    private JsonObject Create(string apiVersion, string kind, string name, string labels, JsonObject? owner)
    {
        var value = new JsonObject
        {
            ["apiVersion"] = apiVersion,
            ["kind"] = kind,
            ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = "shop", ["labels"] = JsonNode.Parse(labels) },
            ["spec"] = JsonNode.Parse("""{"selector":{"matchLabels":{"app":"checkout"}},"template":{"metadata":{"labels":{"app":"checkout"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}"""),
        };
        if (owner is not null)
        {
            value["metadata"]!["ownerReferences"] = new JsonArray(new JsonObject
            {
                ["apiVersion"] = (string?)owner["apiVersion"],
                ["kind"] = (string?)owner["kind"],
                ["name"] = (string?)owner["metadata"]!["name"],
                ["uid"] = (string?)owner["metadata"]!["uid"],
                ["controller"] = true,
            });
        }

        return _cluster.Objects.Create(value, "seller");
    }
}
