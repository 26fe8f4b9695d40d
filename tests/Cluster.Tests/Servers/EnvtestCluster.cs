using System.Globalization;
using System.Text.RegularExpressions;
using Tagalong.Testing;

namespace Tagalong.Cluster.Tests.Servers;

/// <summary>kube-apiserver with etcd, started by the suite on free loopback ports.</summary>
public sealed partial class EnvtestCluster : TestCluster, IServerControl, IStorageControl
{
    private readonly TemporaryFolder _folder;
    private readonly Etcd _etcd;
    private readonly KubeApiServer _server;
    private readonly ClusterApi _admin;

    private EnvtestCluster(TemporaryFolder folder, Etcd etcd, KubeApiServer server, ClusterApi admin, ServerVersion version) =>
        (_folder, _etcd, _server, _admin, Version) = (folder, etcd, server, admin, version);

    /// <inheritdoc/>
    public override string Description => $"kube-apiserver {Version} with etcd, started for this run";

    /// <inheritdoc/>
    public override ServerVersion Version { get; }

    /// <inheritdoc/>
    public override string AdminKubeconfig => _server.AdminKubeconfig;

    /// <inheritdoc/>
    public override string LabelerKubeconfig => _server.LabelerKubeconfig;

    /// <inheritdoc/>
    public override IServerControl Server => this;

    /// <inheritdoc/>
    public override IStorageControl Storage => this;

    /// <summary>Starts a cluster with the kinds of Argo Rollouts and the labeler's rights.</summary>
    /// <param name="assets">The folder with <c>etcd</c> and <c>kube-apiserver</c>.</param>
    /// <exception cref="InvalidOperationException">The programs are missing, or do not start. The message has the end of their logs.</exception>
    public static async Task<EnvtestCluster> StartAsync(string assets)
    {
        foreach (var program in (string[])["etcd", "kube-apiserver"])
        {
            if (!File.Exists(Path.Combine(assets, program)))
            {
                throw new InvalidOperationException(
                    $"{AssetsVariable} is \"{assets}\", which has no {program}. Set it to the folder that "
                    + "tests/Cluster.Tests/install-kube-apiserver or `setup-envtest use --print path` prints, or unset it.");
            }
        }

        for (var tries = 1; ; tries++)
        {
            try
            {
                return await StartOnceAsync(assets);
            }
            catch (InvalidOperationException error) when (tries < 3 && error.Message.Contains("address already in use", StringComparison.Ordinal))
            {
                // Another process took the port in the meantime.
            }
        }
    }

    /// <inheritdoc/>
    public override Task<string> CreateNamespaceAsync() => CreateNamespaceAsync(_admin);

    /// <inheritdoc/>
    public Task StopAsync() => _server.StopAsync();

    /// <inheritdoc/>
    Task IServerControl.StartAsync() => _server.StartAsync();

    /// <inheritdoc/>
    public Task CompactAsync() => _etcd.CompactAsync();

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<string, long>> CountRequestsAsync(string resource)
    {
        var metrics = await _admin.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative), TestContext.Current.CancellationToken);
        return metrics.Split('\n').Where(line => line.StartsWith("apiserver_request_total{", StringComparison.Ordinal) && line.Contains($"resource=\"{resource}\"", StringComparison.Ordinal))
            .Select(static line => (Verb: VerbIn().Match(line).Groups[1].Value, Count: double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture)))

            // The metrics have a separate verb for server-side apply.
            .GroupBy(static entry => entry.Verb == "APPLY" ? "patch" : entry.Verb.ToLowerInvariant())
            .ToDictionary(static group => group.Key, static group => (long)group.Sum(static entry => entry.Count));
    }

    /// <inheritdoc/>
    public Task PauseAsync() => _etcd.PauseAsync();

    /// <inheritdoc/>
    public Task ResumeAsync() => _etcd.ResumeAsync();

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<string, int>> CountWritesAsync(string ns)
    {
        var replicaSets = await _etcd.VersionsAsync($"/registry/replicasets/{ns}/");
        var experiments = await _etcd.VersionsAsync($"/registry/argoproj.io/experiments/{ns}/");

        // The first version is the create.
        return replicaSets.Select(entry => (Name: $"ReplicaSet/{entry.Key}", Version: entry.Value))
            .Concat(experiments.Select(entry => (Name: $"Experiment/{entry.Key}", Version: entry.Value)))
            .ToDictionary(entry => entry.Name, entry => entry.Version - 1);
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        _admin.Dispose();
        await _server.DisposeAsync();
        await _etcd.DisposeAsync();
        await _folder.DisposeAsync();
    }

    [GeneratedRegex("verb=\"([A-Z]+)\"")]
    private static partial Regex VerbIn();

    private static async Task<EnvtestCluster> StartOnceAsync(string assets)
    {
        var (storagePort, serverPort) = LoopbackPorts.TwoFree();
        var folder = new TemporaryFolder();
        Etcd? etcd = null;
        KubeApiServer? server = null;
        try
        {
            etcd = await Etcd.StartAsync(Path.Combine(assets, "etcd"), folder, storagePort);
            server = await KubeApiServer.StartAsync(Path.Combine(assets, "kube-apiserver"), folder, serverPort, etcd.Url);
            using var kubectl = new Kubectl(server.AdminKubeconfig);
            await kubectl.RunAsync("apply -f -", $"{ArgoRollouts.Manifests}\n---\n{await ShippedRights.RenderAsync()}");
            await ArgoRollouts.WaitAsync(kubectl);
            var admin = ClusterApi.Of(server.AdminKubeconfig);
            return new EnvtestCluster(folder, etcd, server, admin, await ReadVersionAsync(admin));
        }
        catch
        {
            foreach (var part in (IAsyncDisposable?[])[server, etcd, folder])
            {
                await (part?.DisposeAsync() ?? ValueTask.CompletedTask);
            }

            throw;
        }
    }
}
