using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Tagalong.DevCluster.Kinds;
using Tagalong.DevCluster.Security;
using Tagalong.Testing;

namespace Tagalong.DevCluster.Tests;

/// <summary>The real kubectl against the server.</summary>
public sealed partial class KubectlTests
{
    private const string Manifest =
        """
        apiVersion: apps/v1
        kind: ReplicaSet
        metadata:
          name: web
          namespace: shop
          labels: { app: web }
        spec:
          replicas: 2
          selector: { matchLabels: { app: web } }
          template:
            metadata: { labels: { app: web } }
            spec: { containers: [ { name: web, image: "registry.example/web:1" } ] }
        ---
        apiVersion: argoproj.io/v1alpha1
        kind: Rollout
        metadata:
          name: web
          namespace: shop
        spec: { replicas: 2 }
        """;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_lists_the_kinds()
    {
        await using var server = await StartAsync();
        using var kubectl = new Kubectl(server.KubeconfigFor());

        Assert.Equal(
            ["deployments.apps", "replicasets.apps", "analysisruns.argoproj.io", "experiments.argoproj.io", "rollouts.argoproj.io", "events", "namespaces"],
            Lines(await kubectl.RunAsync("api-resources -o name")).OrderBy(name => name.Contains('.') ? 0 : 1).ThenBy(name => name.Split('.').Last() == "apps" ? 0 : 1).ThenBy(name => name));
    }

    [Fact]
    public async Task It_creates_and_shows_objects()
    {
        await using var server = await StartAsync();
        using var kubectl = new Kubectl(server.KubeconfigFor());

        Assert.Equal(["replicaset.apps/web created", "rollout.argoproj.io/web created"], Lines(await kubectl.RunAsync("create -f -", Manifest)));
        Assert.Equal(["NAME DESIRED CURRENT READY AGE", "web 2 0 0 *"], Table(await kubectl.RunAsync("get rs -n shop")));
        Assert.Equal(
            ["NAMESPACE NAME DESIRED CURRENT READY AGE CONTAINERS IMAGES SELECTOR", "shop web 2 0 0 * web registry.example/web:1 app=web"],
            Table(await kubectl.RunAsync("get rs -A -o wide")));
        Assert.Equal(["NAME DESIRED CURRENT READY AGE LABELS", "web 2 0 0 * app=web"], Table(await kubectl.RunAsync("get rs -n shop -l app=web --show-labels")));
        Assert.Equal(
            [
                "NAME DESIRED CURRENT READY AGE", "replicaset.apps/web 2 0 0 *",
                "NAME DESIRED CURRENT UP-TO-DATE AVAILABLE AGE", "rollout.argoproj.io/web 2 0 0 0 *",
            ],
            Table(await kubectl.RunAsync("get rs,rollouts -n shop")));
        Assert.Equal("Rollout", JsonNode.Parse(await kubectl.RunAsync("get ro web -n shop -o json"))!["kind"]!.ToString());
        Assert.Equal("", await kubectl.RunAsync("get rs -n shop -l app=other"));
    }

    [Fact]
    public async Task It_labels_annotates_and_patches_in_all_three_ways()
    {
        await using var server = await StartAsync();
        using var kubectl = new Kubectl(server.KubeconfigFor());
        await kubectl.RunAsync("create -f -", Manifest);

        await kubectl.RunAsync("label rs web -n shop team=payments");
        await kubectl.RunAsync("annotate rs web -n shop note=hello");
        await kubectl.RunAsync("""patch rs web -n shop -p "{\"metadata\":{\"labels\":{\"strategic\":\"yes\"}}}" """);
        await kubectl.RunAsync("""patch rs web -n shop --type merge -p "{\"metadata\":{\"labels\":{\"merge\":\"yes\",\"team\":null}}}" """);
        await kubectl.RunAsync("""patch rs web -n shop --type json -p "[{\"op\":\"add\",\"path\":\"/metadata/labels/json\",\"value\":\"yes\"}]" """);

        var found = server.Objects.Get(ResourceKinds.ReplicaSet, "shop", "web")!["metadata"]!;
        Assert.Equal("""{"app":"web","strategic":"yes","merge":"yes","json":"yes"}""", found["labels"]!.ToJsonString());
        Assert.Equal("""{"note":"hello"}""", found["annotations"]!.ToJsonString());
        Assert.Contains("kubectl-annotate", found["managedFields"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_applies_on_the_server_and_reports_conflicts()
    {
        await using var server = await StartAsync();
        using var kubectl = new Kubectl(server.KubeconfigFor());

        await kubectl.RunAsync("apply --server-side -f -", Manifest);
        await kubectl.RunAsync("label rs web -n shop --overwrite app=theirs");
        var (code, _, error) = await kubectl.TryAsync("apply --server-side -f -", Manifest);
        var forced = await kubectl.RunAsync("apply --server-side --force-conflicts -f -", Manifest);

        Assert.Equal(1, code);
        Assert.Contains("Apply failed with 1 conflict: conflict with \"kubectl-label\" using apps/v1: .metadata.labels.app", error, StringComparison.Ordinal);
        Assert.Equal(["replicaset.apps/web serverside-applied", "rollout.argoproj.io/web serverside-applied"], Lines(forced));
        Assert.Equal("web", server.Objects.Get(ResourceKinds.ReplicaSet, "shop", "web")!["metadata"]!["labels"]!["app"]!.ToString());
    }

    [Fact]
    public async Task It_applies_on_the_client_and_reports_when_nothing_changes()
    {
        await using var server = await StartAsync();
        using var kubectl = new Kubectl(server.KubeconfigFor());

        await kubectl.RunAsync("apply -f -", Manifest);
        var changed = await kubectl.RunAsync("apply -f -", Manifest.Replace("replicas: 2", "replicas: 3", StringComparison.Ordinal));
        var unchanged = await kubectl.RunAsync("apply -f -", Manifest.Replace("replicas: 2", "replicas: 3", StringComparison.Ordinal));

        Assert.Equal(["replicaset.apps/web configured", "rollout.argoproj.io/web configured"], Lines(changed));
        Assert.Equal(["replicaset.apps/web unchanged", "rollout.argoproj.io/web unchanged"], Lines(unchanged));
    }

    [Fact]
    public async Task It_deletes_and_waits_until_objects_are_removed()
    {
        await using var server = await StartAsync();
        using var kubectl = new Kubectl(server.KubeconfigFor());
        await kubectl.RunAsync("create -f -", Manifest);

        await kubectl.RunAsync("delete rs web -n shop --cascade=foreground");
        await kubectl.RunAsync("delete rollouts --all -n shop");
        await kubectl.RunAsync("delete ns shop");

        Assert.Empty(server.Objects.List(ResourceKinds.ReplicaSet));
        Assert.Empty(server.Objects.List(ResourceKinds.Rollout));
        Assert.Null(server.Objects.Get(ResourceKinds.Namespace, null, "shop"));
    }

    [Fact]
    public async Task It_creates_a_namespace()
    {
        await using var server = await StartAsync();
        using var kubectl = new Kubectl(server.KubeconfigFor());

        Assert.Equal("namespace/fresh created\n", await kubectl.RunAsync("create namespace fresh"));
        Assert.Equal(["NAME STATUS AGE", "fresh Active *"], Table(await kubectl.RunAsync("get ns fresh")));
    }

    [Fact]
    public async Task It_watches()
    {
        await using var server = await StartAsync();
        using var kubectl = new Kubectl(server.KubeconfigFor());
        server.Objects.Create(Samples.ReplicaSet("shop", "web"), "creator");
        using var process = kubectl.Start("get rs -n shop -w --no-headers --show-labels");
        try
        {
            Assert.StartsWith("web 1 0 0 * <none>", Squeeze((await process.StandardOutput.ReadLineAsync(Cancelled))!), StringComparison.Ordinal);

            // Nothing is lost between the list and the watch: the watch starts from the version of the list.
            server.Objects.Apply(Samples.Labels("web", ("team", "payments")).In("shop"), "labeler");

            Assert.StartsWith("web 1 0 0 * team=payments", Squeeze((await process.StandardOutput.ReadLineAsync(Cancelled))!), StringComparison.Ordinal);
        }
        finally
        {
            process.Kill();
        }
    }

    [Fact]
    public async Task It_reports_forbidden_requests()
    {
        var options = new DevApiServerOptions { Users = { new DevUser("reader", "token-of-reader", [new AccessRule(["get", "list"], "apps", ["replicasets"])]) } };
        await using var server = await DevApiServer.StartAsync(options, Cancelled);
        using var kubectl = new Kubectl(server.KubeconfigFor("reader"));

        Assert.Equal("", await kubectl.RunAsync("get rs"));
        var (code, _, error) = await kubectl.TryAsync("get rollouts");

        Assert.Equal(1, code);
        Assert.Equal(
            "Error from server (Forbidden): rollouts.argoproj.io is forbidden: User \"reader\" cannot list resource \"rollouts\" in API group \"argoproj.io\" in the namespace \"default\"\n",
            error);
    }

    private static async Task<DevApiServer> StartAsync()
    {
        var options = new DevApiServerOptions();
        options.Namespaces.Add("shop");
        return await DevApiServer.StartAsync(options, Cancelled);
    }

    private static string[] Lines(string output) => output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static string[] Table(string output) => [.. Lines(output).Select(Squeeze)];

    /// <summary>Columns separated by one space, without ages.</summary>
    private static string Squeeze(string line) => Age().Replace(Spaces().Replace(line.Trim(), " "), "*");

    [GeneratedRegex(" +")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"\b\d+s\b")]
    private static partial Regex Age();
}
