using System.Text.Json.Nodes;

namespace Tagalong.Cli.Tests.Policies;

/// <summary>The command <c>policy</c>.</summary>
public sealed class PolicyCommandTests : IDisposable
{
    private static readonly string Canary = Path.Combine(AppContext.BaseDirectory, "Fixtures", "argo-rollouts", "canary");
    private static readonly string Rollout = Path.Combine(Canary, "01-add-rollout-checkout.http");
    private static readonly string ReplicaSet = Path.Combine(Canary, "02-add-replicaset-checkout-8668bffb96.http");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tagalong-policies-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task The_output_of_show_is_a_valid_policy_and_lists_protected_keys()
    {
        var shown = await TagalongProcess.RunAsync("policy", "show", "analysis-runs", "argo-rollouts");
        var file = Write("shown.yaml", shown.Output);

        var checkedAgain = await TagalongProcess.RunAsync("policy", "check", file);
        var shownAgain = await TagalongProcess.RunAsync("policy", "show", file, "-o", "json");
        var shownFirst = await TagalongProcess.RunAsync("policy", "show", "analysis-runs", "argo-rollouts", "-o", "json");

        Assert.Equal((0, "", "No errors: 5 rules.\n"), (shown.ExitCode, shown.Errors, checkedAgain.Output));
        Assert.Contains("rollouts-pod-template-hash", shown.Output, StringComparison.Ordinal);
        Assert.Contains("argocd.argoproj.io/*", shown.Output, StringComparison.Ordinal);
        Assert.Contains("built-in:analysis-runs:", shown.Output, StringComparison.Ordinal);
        Assert.Equal(WithoutOrigins(shownFirst.Output), WithoutOrigins(shownAgain.Output));
    }

    [Fact]
    public async Task Every_error_has_file_line_and_column()
    {
        var file = Write("shop.yaml", "apiVersion: tagalong.dev/v1\nkind: LabelPolicy\nmetadata: { name: x, colour: red }\nrules: []\n");

        var text = await TagalongProcess.RunAsync("policy", "check", file);
        var json = await TagalongProcess.RunAsync("policy", "check", file, "-o", "json");

        Assert.Equal((1, ""), (text.ExitCode, text.Errors));
        Assert.StartsWith($"{file}:3:22: metadata.colour: is an unknown member", text.Output, StringComparison.Ordinal);
        var faults = JsonNode.Parse(json.Output)!["faults"]!.AsArray();
        Assert.Equal(text.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length, faults.Count);
        Assert.Equal("3:22 metadata.colour", $"{faults[0]!["line"]}:{faults[0]!["column"]} {faults[0]!["path"]}");
    }

    [Fact]
    public async Task A_policy_can_come_from_stdin()
    {
        using var process = TagalongProcess.Start("policy", "check", "-");
        await process.WriteAsync("apiVersion: tagalong.dev/v1\nkind: LabelPolicy\n");

        var ended = await process.EndAsync();

        Assert.Equal(1, ended.ExitCode);
        Assert.StartsWith("-:1:1: metadata: is missing", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ctrl_C_ends_the_wait_for_stdin()
    {
        const int moreThanAPipeHolds = 500_000;
        using var process = TagalongProcess.Start("policy", "check", "-");
        await process.SendAsync(new string('#', moreThanAPipeHolds));

        await process.SignalAsync("INT");

        Assert.Equal(130, (await process.EndAsync()).ExitCode);
    }

    [Fact]
    public async Task Recorded_events_show_each_label_with_source_and_reason()
    {
        var ended = await TagalongProcess.RunAsync("policy", "test", "argo-rollouts", Rollout, ReplicaSet, "-o", "json");

        Assert.Equal((0, ""), (ended.ExitCode, ended.Errors));
        var objects = JsonNode.Parse(ended.Output)!["objects"]!.AsArray();
        Assert.Equal("no-rule-for-kind", (string?)objects[0]!["reason"]);
        Assert.Equal("replicasets-of-rollouts", (string?)objects[1]!["rule"]!["name"]);
        Assert.Equal(
            [
                "app in-place checkout pod-template ",
                "app.kubernetes.io/name added checkout owner ",
                "app.kubernetes.io/part-of added shop owner ",
                "argocd.argoproj.io/instance left-out  owner excluded-by-default",
                "cost-center added cc-1042 owner ",
                "role added stable pod-template ",
                "rollouts-pod-template-hash not-ours  pod-template protected",
                "team added payments owner ",
                "tier in-place web pod-template ",
                "version in-place v2 pod-template ",
            ],
            objects[1]!["labels"]!.AsArray().Select(static label =>
                $"{label!["key"]} {label["verdict"]} {label["wanted"]} {label["from"]} {label["reason"]}"));
    }

    [Fact]
    public async Task Labels_of_a_missing_owner_are_unknown_and_the_owner_is_named()
    {
        var ended = await TagalongProcess.RunAsync("policy", "test", "argo-rollouts", ReplicaSet);

        Assert.Equal(1, ended.ExitCode);
        Assert.Contains("Rollout checkout is missing", ended.Errors, StringComparison.Ordinal);
        Assert.Contains("missing; its pod template has it", ended.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("payments", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Yaml_lists_and_structured_events_are_accepted()
    {
        var objects = Write("objects.yaml", """
            apiVersion: v1
            kind: List
            items:
            - apiVersion: argoproj.io/v1alpha1
              kind: Rollout
              metadata: { name: checkout, namespace: shop, labels: { team: payments } }
            ---
            apiVersion: apps/v1
            kind: ReplicaSet
            metadata:
              name: checkout-1
              namespace: shop
              labels: { app: checkout, team: web }
              ownerReferences:
              - { apiVersion: argoproj.io/v1alpha1, kind: Rollout, name: checkout, uid: u, controller: true }
            spec: { template: { metadata: { labels: { tier: web } } } }
            """);
        var cloudEvent = Write("event.json", """
            {
              "specversion": "1.0", "id": "1", "source": "/x", "type": "dev.knative.apiserver.resource.add",
              "data": {
                "apiVersion": "argoproj.io/v1alpha1", "kind": "Experiment",
                "metadata": {
                  "name": "trial", "namespace": "shop", "uid": "e", "resourceVersion": "1", "managedFields": [],
                  "ownerReferences": [{ "apiVersion": "argoproj.io/v1alpha1", "kind": "Rollout", "name": "checkout", "uid": "u", "controller": true }]
                },
                "spec": {}
              }
            }
            """);

        var ended = await TagalongProcess.RunAsync("policy", "test", "argo-rollouts", objects, cloudEvent);

        Assert.Equal((0, ""), (ended.ExitCode, ended.Errors));
        Assert.Contains("Experiment.argoproj.io/shop/trial: labels need to be written", ended.Output, StringComparison.Ordinal);
        Assert.Contains("never overwritten: an unknown field manager owns it; Rollout checkout has 'payments'", ended.Output, StringComparison.Ordinal);
        Assert.Contains("The object has no metadata.managedFields", ended.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("reference.json", """{"specversion":"1.0","id":"1","source":"/x","type":"dev.knative.apiserver.ref.add","data":{"apiVersion":"apps/v1","kind":"ReplicaSet","namespace":"shop","name":"a"}}""", "names ReplicaSet.apps/shop/a but does not contain it")]
    [InlineData("empty.yaml", "", "contains no object")]
    [InlineData("text.yaml", "hello", "contains something that is not an object")]
    [InlineData("keys.yaml", "? [a]\n: b\n", "the key at line 1 is not text")]
    [InlineData("broken.json", "{\"a\": [", "is neither JSON nor YAML")]
    [InlineData("nothing.http", "hello", "is not a recorded request")]
    public async Task A_file_without_an_object_is_named(string name, string content, string expected)
    {
        var file = Write(name, content);

        var ended = await TagalongProcess.RunAsync("policy", "test", "argo-rollouts", file);

        Assert.Equal((2, ""), (ended.ExitCode, ended.Output));
        Assert.StartsWith($"tagalong: {file}: ", ended.Errors, StringComparison.Ordinal);
        Assert.Contains(expected, ended.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_without_files_is_named()
    {
        Write("objects.txt", "apiVersion: v1");

        var ended = await TagalongProcess.RunAsync("policy", "test", "argo-rollouts", _folder.FullName);

        Assert.Equal((2, ""), (ended.ExitCode, ended.Output));
        Assert.StartsWith($"tagalong: {_folder.FullName}: has no file that ends in", ended.Errors, StringComparison.Ordinal);
    }

    private static string WithoutOrigins(string json)
    {
        var shown = JsonNode.Parse(json)!;
        foreach (var rule in shown["rules"]!.AsArray())
        {
            Assert.True(rule!.AsObject().Remove("origin"));
        }

        return shown.ToJsonString();
    }

    private string Write(string name, string content)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, content);
        return path;
    }
}
