using System.Text.Json.Nodes;
using Tagalong.Testing;

namespace Tagalong.Cluster.Tests.Servers;

/// <summary>
/// An existing cluster. All objects created in it have names that are unique to this run, so that they do not collide with
/// an installed Tagalong or Argo Rollouts, and are removed at the end.
/// </summary>
public sealed class JoinedCluster : TestCluster
{
    private readonly ClusterApi _admin;
    private readonly Kubectl _kubectl;
    private readonly List<string> _namespaces = [];
    private readonly string _rights;
    private readonly IReadOnlyList<string> _definitions;

    private JoinedCluster(string kubeconfig, string labelerKubeconfig, ServerVersion version, string rights, IReadOnlyList<string> definitions)
    {
        (AdminKubeconfig, LabelerKubeconfig, Version, _rights, _definitions) = (kubeconfig, labelerKubeconfig, version, rights, definitions);
        (_admin, _kubectl) = (ClusterApi.Of(kubeconfig), new Kubectl(kubeconfig));
    }

    /// <inheritdoc/>
    public override string Description => $"the cluster of {KubeconfigVariable} ({Version})";

    /// <inheritdoc/>
    public override ServerVersion Version { get; }

    /// <inheritdoc/>
    public override string AdminKubeconfig { get; }

    /// <inheritdoc/>
    public override string LabelerKubeconfig { get; }

    /// <summary>Joins the cluster of a kubeconfig's current context, whose user must be its administrator.</summary>
    /// <param name="file">The kubeconfig.</param>
    /// <exception cref="InvalidOperationException">There is no such file.</exception>
    public static async Task<JoinedCluster> JoinAsync(string file)
    {
        if (!File.Exists(file))
        {
            throw new InvalidOperationException($"{KubeconfigVariable} is \"{file}\", which is not a file. Set it to a kubeconfig, or unset it.");
        }

        var run = $"test-{Guid.NewGuid():N}"[..13];
        var ns = $"tagalong-{run}";
        using var given = new Kubectl(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        var kubeconfig = await given.RunAsync($"config view --raw --flatten --minify --output=json --kubeconfig={Path.GetFullPath(file)}");
        using var kubectl = new Kubectl(kubeconfig);
        using var admin = ClusterApi.Of(kubeconfig);
        var version = await ReadVersionAsync(admin);

        var present = await kubectl.RunAsync("get crd --output=name");
        var missing = ArgoRollouts.Resources.Where(name => !present.Contains($"/{name}\n", StringComparison.Ordinal)).ToList();
        var rights = await RenderRightsAsync(ns, $"-{run}");
        try
        {
            if (missing.Count > 0)
            {
                var documents = ArgoRollouts.Manifests.Split("\n---\n").Zip(ArgoRollouts.Resources);
                await kubectl.RunAsync("create -f -", string.Join("\n---\n", documents.Where(pair => missing.Contains(pair.Second)).Select(pair => pair.First)));
                await ArgoRollouts.WaitAsync(kubectl);
            }

            await kubectl.RunAsync("apply -f -", rights);
            var token = await RequestTokenAsync(admin, ns, $"tagalong-{run}");
            var labeler = JsonNode.Parse(kubeconfig)!;
            labeler["users"]![0]!["user"] = new JsonObject { ["token"] = token };
            return new JoinedCluster(kubeconfig, labeler.ToJsonString(), version, rights, missing);
        }
        catch
        {
            await RemoveAsync(kubectl, [], rights, missing);
            throw;
        }
    }

    /// <inheritdoc/>
    public override async Task<string> CreateNamespaceAsync()
    {
        var name = await CreateNamespaceAsync(_admin);
        lock (_namespaces)
        {
            _namespaces.Add(name);
        }

        return name;
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await RemoveAsync(_kubectl, _namespaces, _rights, _definitions);
        _admin.Dispose();
        _kubectl.Dispose();
    }

    /// <summary>The shipped rights under names that are unique to this run. kustomize renames the binding together with the account.</summary>
    private static async Task<string> RenderRightsAsync(string ns, string suffix)
    {
        await using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(
            folder["kustomization.yaml"],
            $"""
            apiVersion: kustomize.config.k8s.io/v1beta1
            kind: Kustomization
            namespace: {ns}
            nameSuffix: {suffix}
            resources:
            - {Path.GetRelativePath(folder.Path, ShippedRights.Folder)}
            """,
            TestContext.Current.CancellationToken);
        using var kubectl = new Kubectl(kubeconfig: "");
        return await kubectl.RunAsync($"kustomize {folder.Path}");
    }

    private static async Task<string> RequestTokenAsync(ClusterApi admin, string ns, string account)
    {
        var request = JsonNode.Parse("""{"apiVersion":"authentication.k8s.io/v1","kind":"TokenRequest","spec":{"expirationSeconds":3600}}""");
        var (code, response) = await admin.CallAsync(HttpMethod.Post, $"/api/v1/namespaces/{ns}/serviceaccounts/{account}/token", request);
        return (string?)response["status"]?["token"] ?? throw new InvalidOperationException($"No token for {account}: {(int)code} {response["message"]}");
    }

    private static async Task RemoveAsync(Kubectl kubectl, IEnumerable<string> namespaces, string rights, IEnumerable<string> definitions)
    {
        var names = string.Join(' ', namespaces.Select(name => $"namespace/{name}").Concat(definitions.Select(name => $"crd/{name}")));
        if (names.Length > 0)
        {
            await kubectl.TryAsync($"delete --ignore-not-found --wait=false {names}");
        }

        await kubectl.TryAsync("delete --ignore-not-found --wait=false -f -", rights);
    }
}
