using System.Security.Cryptography.X509Certificates;
using Tagalong.DevCluster;
using Tagalong.DevCluster.Kinds;
using Tagalong.Testing;

namespace Tagalong.Server.Tests.Watching;

/// <summary>A relay that labels by itself lives on while everything that its kubeconfig names changes, and loses nothing.</summary>
public sealed class RotationTests : IAsyncLifetime
{
    private const int Rounds = 3;

    private readonly DirectoryInfo _files = Directory.CreateTempSubdirectory("tagalong-rotation-");
    private readonly X509Certificate2 _users = Certificates.Authority("users");
    private DevApiServer _cluster = null!;
    private GatedCluster _gate = null!;

    public async ValueTask InitializeAsync()
    {
        _cluster = await Shop.StartAsync(replicaSets: 5);
        _gate = await GatedCluster.StartAsync(_cluster, "token-0", "CN=user-0");
        Write("ca.crt", _gate.Authority.ExportCertificatePem());
    }

    public async ValueTask DisposeAsync()
    {
        await _gate.DisposeAsync();
        await _cluster.DisposeAsync();
        _files.Delete(recursive: true);
    }

    [Fact]
    public Task The_authority_is_rotated() => LabelAllAsync("token: token-0", round =>
    {
        // As in a real rotation, both authorities are in the file for a while.
        var former = _gate.Authority.ExportCertificatePem();
        _gate.Rotate();
        Write("ca.crt", $"{former}\n{_gate.Authority.ExportCertificatePem()}\n");
        _gate.Cut();
    });

    [Fact]
    public Task The_authority_is_replaced_after_the_servers_certificate() => LabelAllAsync("token: token-0", round =>
    {
        _gate.Rotate();
        _gate.Cut();
        AddReplicaSet($"meanwhile-{round}");
        Write("ca.crt", "not written completely");
        Write("ca.crt", _gate.Authority.ExportCertificatePem());
    });

    [Fact]
    public Task The_client_certificate_is_rotated()
    {
        WriteUser(0);
        return LabelAllAsync("client-certificate: tls.crt, client-key: tls.key", round =>
        {
            WriteUser(round);
            _gate.Accept($"CN=user-{round}");
        });
    }

    [Fact]
    public Task The_token_file_is_rotated()
    {
        Write("token", "token-0\n");
        return LabelAllAsync("tokenFile: token", round =>
        {
            _gate.Accept($"token-{round}");
            AddReplicaSet($"meanwhile-{round}");
            Write("token", $"token-{round}\n");
        });
    }

    [Fact]
    public Task The_token_of_a_plugin_expires()
    {
        WritePlugin(expires: true);
        return LabelAllAsync(Plugin, round =>
        {
            // A token is valid for two seconds here, and the API server accepts no other than the newest.
            Write("current", $"token-{round}");
            _gate.Accept($"token-{round}");
        });
    }

    [Fact]
    public Task The_token_of_a_plugin_is_revoked()
    {
        WritePlugin(expires: false);
        return LabelAllAsync(Plugin, round =>
        {
            Write("current", $"token-{round}");
            _gate.Accept($"token-{round}");
            _gate.Cut();
        });
    }

    private const string Plugin = "exec: { apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never, command: ./plugin.sh }";

    private async Task LabelAllAsync(string user, Action<int> rotate)
    {
        var kubeconfig = Write("config", $$"""
            current-context: c
            clusters:
            - name: c
              cluster: { server: '{{_gate.Url}}', certificate-authority: ca.crt }
            contexts:
            - name: c
              context: { cluster: c, user: u }
            users:
            - name: u
              user: { {{user}} }
            """);
        await using var relay = await RunningRelay.StartAsync(
            _cluster, $"KUBECONFIG={kubeconfig}", "Tagalong:Watch:Apply=true", "Tagalong:Limits:BreakMinimumCalls=1000", "Tagalong:ApiCalls:RetryWindow=00:00:01");
        await Eventually.EqualAsync("payments", () => Task.FromResult(Shop.Teams(_cluster)));

        for (var round = 1; round <= Rounds; round++)
        {
            AddReplicaSet($"before-{round}");
            rotate(round);
            AddReplicaSet($"after-{round}");
            await Eventually.EqualAsync("payments", () => Task.FromResult(Shop.Teams(_cluster)));
        }

        Assert.True(_cluster.Objects.List(ResourceKinds.ReplicaSet).Count >= 5 + (2 * Rounds));
        Assert.Equal("ok", await relay.ReadinessAsync());
    }

    private void AddReplicaSet(string name) => Shop.AddReplicaSet(_cluster, name);

    private void WriteUser(int number)
    {
        using var certificate = Certificates.Signed(_users, $"user-{number}");
        Write("tls.crt", certificate.ExportCertificatePem());
        Write("tls.key", certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
    }

    private void WritePlugin(bool expires)
    {
        Write("current", "token-0");
        var expiry = expires ? @",\""expirationTimestamp\"":\""$(date -u -d '+2 seconds' +%Y-%m-%dT%H:%M:%SZ)\""" : "";
        var plugin = Write("plugin.sh", $$$"""
            #!/bin/sh
            printf '%s' "{\"apiVersion\":\"client.authentication.k8s.io/v1\",\"kind\":\"ExecCredential\",\"status\":{\"token\":\"$(cat "$(dirname "$0")/current")\"{{{expiry}}}}}"

            """);
        File.SetUnixFileMode(plugin, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private string Write(string name, string content)
    {
        var path = Path.Combine(_files.FullName, name);
        File.WriteAllText(path, content);
        return path;
    }
}
