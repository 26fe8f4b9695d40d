using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Tagalong.DevCluster.Security;
using Tagalong.Testing;

namespace Tagalong.Cluster.Tests.Servers;

/// <summary>kube-apiserver with RBAC, a separate certificate authority, and tokens for its administrator and the labeler.</summary>
internal sealed class KubeApiServer : IAsyncDisposable
{
    private static readonly DevUser Administrator = UserNamed("kubernetes-admin");
    private static readonly DevUser Labeler = UserNamed(ShippedRights.User);

    private readonly string _program;
    private readonly TemporaryFolder _folder;
    private readonly string[] _arguments;
    private ServerProcess? _process;

    private KubeApiServer(string program, TemporaryFolder folder, string[] arguments, int port, string authority)
    {
        (_program, _folder, _arguments) = (program, folder, arguments);
        var url = new Uri($"https://127.0.0.1:{port}");
        AdminKubeconfig = Kubeconfig.Write(url, authority, Administrator);
        LabelerKubeconfig = Kubeconfig.Write(url, authority, Labeler);
    }

    public string AdminKubeconfig { get; }

    public string LabelerKubeconfig { get; }

    /// <summary>Starts it in a folder, and waits until it is ready.</summary>
    /// <exception cref="InvalidOperationException">It did not start.</exception>
    public static async Task<KubeApiServer> StartAsync(string program, TemporaryFolder folder, int port, Uri storage)
    {
        using var certificates = ServerCertificates.Create();
        using var accountKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var server = new KubeApiServer(program, folder, Arguments(folder, port, storage), port, certificates.AuthorityPem);
        await WriteAsync(folder["server.crt"], certificates.Server.ExportCertificatePem());
        await WriteAsync(folder["server.key"], certificates.Server.GetECDsaPrivateKey()!.ExportECPrivateKeyPem());
        await WriteAsync(folder["accounts.key"], accountKey.ExportECPrivateKeyPem());
        await WriteAsync(
            folder["tokens.csv"],
            $"""
            {Administrator.Token},{Administrator.Name},1,system:masters
            {Labeler.Token},{Labeler.Name},2,"system:serviceaccounts,system:serviceaccounts:tagalong,system:authenticated"

            """);
        await server.StartAsync();
        return server;
    }

    /// <summary>Starts it, if it does not run, and waits until it is ready.</summary>
    /// <exception cref="InvalidOperationException">It did not start.</exception>
    public async Task StartAsync()
    {
        _process ??= await ServerProcess.StartAsync(_folder["kube-apiserver.log"], _program, _arguments);
        using var api = ClusterApi.Of(AdminKubeconfig);
        try
        {
            await Readiness.WaitAsync("kube-apiserver", _process, api.Http, "/readyz");
        }
        catch
        {
            await StopAsync();
            throw;
        }
    }

    /// <summary>Kills it, if it runs.</summary>
    public async Task StopAsync()
    {
        if (Interlocked.Exchange(ref _process, null) is { } process)
        {
            await process.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    private static string[] Arguments(TemporaryFolder folder, int port, Uri storage) =>
    [
        $"--etcd-servers={storage.GetLeftPart(UriPartial.Authority)}",
        "--bind-address=127.0.0.1",
        $"--secure-port={port}",
        $"--cert-dir={folder.Path}",
        $"--tls-cert-file={folder["server.crt"]}",
        $"--tls-private-key-file={folder["server.key"]}",
        $"--token-auth-file={folder["tokens.csv"]}",
        "--authorization-mode=RBAC",
        "--service-account-issuer=https://kubernetes.default.svc",
        $"--service-account-key-file={folder["accounts.key"]}",
        $"--service-account-signing-key-file={folder["accounts.key"]}",
        "--service-cluster-ip-range=10.96.0.0/24",

        // The plugin needs a service account in each namespace, which a controller creates on a full cluster.
        "--disable-admission-plugins=ServiceAccount",
    ];

    private static DevUser UserNamed(string name) => new(name, RandomNumberGenerator.GetHexString(32, lowercase: true), []);

    private static Task WriteAsync(string path, string text) => File.WriteAllTextAsync(path, text, TestContext.Current.CancellationToken);
}
