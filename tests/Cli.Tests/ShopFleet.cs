using System.Text;
using System.Text.Json.Nodes;
using Tagalong.DevCluster;
using Tagalong.DevCluster.Kinds;

namespace Tagalong.Cli.Tests;

/// <summary>Dev clusters as contexts of one kubeconfig.</summary>
internal sealed class ShopFleet : IAsyncDisposable
{
    private readonly List<(string Context, DevApiServer Cluster, string Token)> _contexts = [];
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tagalong-shops-");

    /// <summary>The kubeconfig; its current context is the first.</summary>
    public string Kubeconfig => Path.Combine(_folder.FullName, "kubeconfig");

    /// <summary>The clusters, in the order of their contexts.</summary>
    public DevApiServer this[int index] => _contexts[index].Cluster;

    public static async Task<ShopFleet> StartAsync(params string[] contexts)
    {
        var fleet = new ShopFleet();
        foreach (var context in contexts)
        {
            var cluster = await DevApiServer.StartAsync(new DevApiServerOptions(), TestContext.Current.CancellationToken);
            fleet.AddContext(context, cluster, cluster.AdminToken);
        }

        return fleet;
    }

    /// <summary>Adds a context for a cluster with another token.</summary>
    public void AddContext(string context, DevApiServer cluster, string token)
    {
        _contexts.Add((context, cluster, token));
        File.WriteAllText(Kubeconfig, Write());
    }

    /// <summary>A path in the fleet's folder.</summary>
    public string FileOf(string name) => Path.Combine(_folder.FullName, name);

    /// <summary>Runs the tool with the fleet's kubeconfig in the test process.</summary>
    public async Task<TagalongProcess.Ended> RunAsync(params string[] args)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var exitCode = await CommandLine.RunAsync([.. args, .. WithKubeconfig(args)], output, errors, TestContext.Current.CancellationToken);
        return new TagalongProcess.Ended(exitCode, output.ToString(), errors.ToString());
    }

    /// <summary>Runs the tool with the fleet's kubeconfig in a separate process.</summary>
    public async Task<TagalongProcess.Ended> RunProcessAsync(params string[] args)
    {
        using var process = Start(args);
        return await process.EndAsync();
    }

    /// <summary>Starts the tool with the fleet's kubeconfig in a separate process.</summary>
    public TagalongProcess Start(params string[] args) => TagalongProcess.Start([("KUBECONFIG", Kubeconfig)], args);

    /// <summary>Creates a Rollout.</summary>
    public void AddRollout(int cluster, string ns, string name, params (string Key, string Value)[] labels) =>
        this[cluster].Objects.Create(ObjectOf("argoproj.io/v1alpha1", "Rollout", ns, name, labels, owner: null), "kubectl");

    /// <summary>Creates a ReplicaSet, owned by a Rollout if one is named.</summary>
    public void AddReplicaSet(int cluster, string ns, string name, string? rollout, params (string Key, string Value)[] labels)
    {
        var owner = rollout is null ? null : this[cluster].Objects.Get(ResourceKinds.Rollout, ns, rollout);
        this[cluster].Objects.Create(ObjectOf("apps/v1", "ReplicaSet", ns, name, [("app", "web"), .. labels], owner), "rollouts-controller");
    }

    /// <summary>Changes or removes a label as a field manager.</summary>
    public void Relabel(int cluster, ResourceKind kind, string ns, string name, string key, string? value, string manager = "kubectl-label")
    {
        var current = this[cluster].Objects.Get(kind, ns, name)!;
        var labels = (current["metadata"]!["labels"] ??= new JsonObject()).AsObject();
        labels.Remove(key);
        if (value is not null)
        {
            labels[key] = value;
        }

        this[cluster].Objects.Update(current, manager);
    }

    /// <summary>The labels of a ReplicaSet, as kubectl prints them.</summary>
    public string LabelsOf(int cluster, string ns, string name) => string.Join(
        ',', this[cluster].Objects.Get(ResourceKinds.ReplicaSet, ns, name)!["metadata"]!["labels"]!.AsObject()
            .OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => $"{label.Key}={label.Value}"));

    public async ValueTask DisposeAsync()
    {
        foreach (var cluster in _contexts.Select(static context => context.Cluster).Distinct())
        {
            await cluster.DisposeAsync();
        }

        _folder.Delete(recursive: true);
    }

    private string[] WithKubeconfig(string[] args) => args.Contains("--kubeconfig") || args.Contains("--fleet") ? [] : ["--kubeconfig", Kubeconfig];

    private string Write() => new JsonObject
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Config",
        ["current-context"] = _contexts[0].Context,
        ["clusters"] = Each(static context => ("cluster", new JsonObject
        {
            ["server"] = context.Cluster.Url.GetLeftPart(UriPartial.Authority),
            ["certificate-authority-data"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(context.Cluster.CertificateAuthorityPem)),
        })),
        ["users"] = Each(static context => ("user", new JsonObject { ["token"] = context.Token })),
        ["contexts"] = Each(static context => ("context", new JsonObject { ["cluster"] = context.Context, ["user"] = context.Context })),
    }.ToJsonString();

    private JsonArray Each(Func<(string Context, DevApiServer Cluster, string Token), (string Member, JsonObject Value)> make) => new([.. _contexts.Select(context =>
    {
        var (member, value) = make(context);
        return (JsonNode)new JsonObject { ["name"] = context.Context, [member] = value };
    })]);

    private static JsonObject ObjectOf(string apiVersion, string kind, string ns, string name, (string Key, string Value)[] labels, JsonObject? owner)
    {
        var value = new JsonObject
        {
            ["apiVersion"] = apiVersion,
            ["kind"] = kind,
            ["metadata"] = new JsonObject
            {
                ["name"] = name,
                ["namespace"] = ns,
                ["labels"] = new JsonObject(labels.Select(label => KeyValuePair.Create(label.Key, (JsonNode?)label.Value))),
            },
            ["spec"] = kind != "ReplicaSet" ? new JsonObject() : JsonNode.Parse(
                """{"selector":{"matchLabels":{"app":"web"}},"template":{"metadata":{"labels":{"app":"web"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}"""),
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

        return value;
    }
}
