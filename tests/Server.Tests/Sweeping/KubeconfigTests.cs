using System.Collections.Immutable;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Tagalong.DevCluster;
using Tagalong.DevCluster.Kinds;
using Tagalong.Server.Tests.Queues;
using Tagalong.Server.Tests.Watching;
using Tagalong.Testing;
using Tagalong.Testing.Running;

namespace Tagalong.Server.Tests.Sweeping;

/// <summary>Kubeconfigs of public bug reports, used by each verb of the server.</summary>
public sealed class KubeconfigTests : IAsyncLifetime
{
    private readonly DirectoryInfo _files = Directory.CreateTempSubdirectory("tagalong kubeconfigs ");
    private DevApiServer _cluster = null!;
    private GatedCluster _gate = null!;

    public async ValueTask InitializeAsync()
    {
        _cluster = await Shop.StartAsync(replicaSets: 3);
        _gate = await GatedCluster.StartAsync(_cluster, "good");
        using var other = Certificates.Authority("other");
        Write("ca.crt", _gate.Authority.ExportCertificatePem());
        Write("bundle.crt", $"{other.ExportCertificatePem()}\n# and the right one\n{_gate.Authority.ExportCertificatePem()}\n");
        var plugin = Write("plugin.sh", """
            #!/bin/sh
            [ "$#" = 3 ] && [ "$2" = "--scopes=openid offline_access" ] || { echo "got $# arguments" >&2; exit 1; }
            printf '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"good"}}'

            """);
        File.SetUnixFileMode(plugin, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    public async ValueTask DisposeAsync()
    {
        await _gate.DisposeAsync();
        await _cluster.DisposeAsync();
        _files.Delete(recursive: true);
    }

    /// <summary>A cluster, a user, and the headers of impersonation that requests have.</summary>
    public static TheoryData<string, string, string> Contexts() => new()
    {
        { "certificate-authority: bundle.crt", "token: good", "" },
        { "certificate-authority: ca.crt", "token: good, as: auditor, as-groups: [viewers, all]", "impersonate-group: all; impersonate-group: viewers; impersonate-user: auditor" },
        {
            "certificate-authority: ca.crt", "token: good, as: auditor, as-uid: '7', as-user-extra: { reason: [audit] }",
            "impersonate-extra-reason: audit; impersonate-uid: 7; impersonate-user: auditor"
        },
        {
            "certificate-authority: ca.crt",
            "exec: { apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never, command: ./plugin.sh, args: [get-token, '--scopes=openid offline_access', --client-id=tagalong] }",
            ""
        },
        { "certificate-authority: ca.crt, tls-server-name: localhost", "token: good", "" },
    };

    [Theory]
    [MemberData(nameof(Contexts))]
    public async Task A_sweep_labels_every_object_by_the_user_of_the_context(string cluster, string user, string impersonated)
    {
        var kubeconfig = Write("config", ConfigOf(("prod", $"server: '{_gate.Url}', {cluster}", user)));

        var (exitCode, output) = await SweepAsync(kubeconfig);

        Assert.True(exitCode == 0, output);
        Assert.Equal("payments", Shop.Teams(_cluster));
        AssertSeen(impersonated);
    }

    [Theory]
    [MemberData(nameof(Contexts))]
    public async Task A_relay_labels_every_object_by_the_user_of_the_context(string cluster, string user, string impersonated)
    {
        var kubeconfig = Write("config", ConfigOf(("prod", $"server: '{_gate.Url}', {cluster}", user)));
        await using var relay = await RunningRelay.StartAsync(_cluster, $"KUBECONFIG={kubeconfig}", "Tagalong:Watch:Apply=true");

        await Eventually.EqualAsync("payments", () => Task.FromResult(Shop.Teams(_cluster)));

        AssertSeen(impersonated);
    }

    [Theory]
    [MemberData(nameof(Contexts))]
    public async Task A_server_labels_the_object_of_an_event_by_the_user_of_the_context(string cluster, string user, string impersonated)
    {
        var kubeconfig = Write("config", ConfigOf(("prod", $"server: '{_gate.Url}', {cluster}", user)));
        await using var server = await RunningServer.StartAsync([$"KUBECONFIG={kubeconfig}"], _cluster);

        await SendAllAsync(content => server.PostAsync(content));

        Assert.Equal("payments", Shop.Teams(_cluster));
        AssertSeen(impersonated);
    }

    [Theory]
    [InlineData("sweep")]
    [InlineData("watch")]
    [InlineData("serve")]
    public async Task A_name_in_another_case_is_another_cluster(string verb)
    {
        await using var other = await GatedCluster.StartAsync(_cluster, "of-the-other-cluster");
        Write("other.crt", other.Authority.ExportCertificatePem());
        var kubeconfig = Write("config", ConfigOf(
            ("Prod", $"server: '{other.Url}', certificate-authority: other.crt", "token: of-the-other-cluster"),
            ("prod", $"server: '{_gate.Url}', certificate-authority: ca.crt", "token: good")));

        await LabelAllAsync(verb, kubeconfig);

        Assert.Empty(other.Requests);
        Assert.NotEmpty(_gate.Requests);
    }

    [Theory]
    [InlineData("sweep", "http")]
    [InlineData("sweep", "socks5")]
    [InlineData("watch", "http")]
    [InlineData("serve", "socks5")]
    public async Task The_proxy_of_a_cluster_is_used_whatever_the_environment_says(string verb, string scheme)
    {
        await using var proxy = new FixedTargetProxy(scheme, new Uri(_gate.Url).Port);
        var kubeconfig = Write("config", ConfigOf(
            ("prod", $"server: 'https://api.only-behind-the-proxy.example:6443', certificate-authority: ca.crt, tls-server-name: localhost, proxy-url: '{proxy.Url}'", "token: good")));

        await LabelAllAsync(verb, kubeconfig, ("HTTPS_PROXY", "http://127.0.0.1:1"));

        Assert.All(proxy.Targets, target => Assert.Equal("api.only-behind-the-proxy.example:6443", target));
        Assert.All(_gate.Requests, request => Assert.Equal("api.only-behind-the-proxy.example:6443", request.Host));
    }

    [Theory]
    [InlineData(".svc,10.0.0.0/8", false)]
    [InlineData(".svc,11.0.0.0/8", true)]
    public async Task NO_PROXY_has_ranges(string noProxy, bool isProxied)
    {
        await using var proxy = new FixedTargetProxy("http", new Uri(_gate.Url).Port);
        var kubeconfig = Write("config", ConfigOf(("prod", "server: 'https://10.255.255.1', certificate-authority: ca.crt, tls-server-name: localhost", "token: good")));

        var (exitCode, _) = await SweepAsync(
            kubeconfig, ("HTTPS_PROXY", proxy.Url), ("NO_PROXY", noProxy), ("Tagalong__ApiCalls__AttemptTimeout", "00:00:03"), ("Tagalong__Sweep__Patience", "00:00:01"));

        Assert.Equal((isProxied, isProxied ? 0 : 1), (proxy.Targets.Contains("10.255.255.1:443"), exitCode));
    }

    [Theory]
    [InlineData("watch")]
    [InlineData("serve")]
    public async Task The_proxy_of_the_environment_is_used_beyond_the_ranges_of_NO_PROXY(string verb)
    {
        await using var proxy = new FixedTargetProxy("http", new Uri(_gate.Url).Port);
        var kubeconfig = Write("config", ConfigOf(("prod", "server: 'https://10.255.255.1', certificate-authority: ca.crt, tls-server-name: localhost", "token: good")));

        await LabelAllAsync(verb, kubeconfig, ("HTTPS_PROXY", proxy.Url), ("NO_PROXY", ".svc,11.0.0.0/8"));

        Assert.Contains("10.255.255.1:443", proxy.Targets);
    }

    [Fact]
    public async Task A_malformed_proxy_stops_the_start()
    {
        var kubeconfig = Write("config", ConfigOf(("prod", $"server: '{_gate.Url}', certificate-authority: ca.crt", "token: good")));

        var (exitCode, output) = await SweepAsync(kubeconfig, ("https_proxy", "ftp://proxy"));

        Assert.Equal(2, exitCode);
        Assert.Contains("HTTPS_PROXY is not the URL of a proxy", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_context_at_fault_is_named_and_the_others_are_swept()
    {
        var kubeconfig = Write("config", ConfigOf(
            ("prod", $"server: '{_gate.Url}', certificate-authority: ca.crt", "token: good"), ("gke_old", $"server: '{_gate.Url}'", "auth-provider: { name: gcp }")));

        var (exitCode, output) = await SweepAsync(kubeconfig, ("Tagalong__Imports__0__Kubeconfig", kubeconfig));

        Assert.Equal(1, exitCode);
        Assert.Equal("payments", Shop.Teams(_cluster));
        var summary = JsonNode.Parse(output.Split('\n').Single(static line => line.StartsWith("{\"sweep\"", StringComparison.Ordinal)))!;
        Assert.Equal(
            ["prod: Complete ", "gke_old: Refused ClusterMisconfigured"],
            summary["clusters"]!.AsArray().Select(static cluster => $"{cluster!["cluster"]}: {cluster["end"]} {cluster["reason"]}"));
    }

    [Fact]
    public async Task If_no_cluster_can_be_used_the_process_does_not_start()
    {
        var kubeconfig = Write("config", ConfigOf(("gke_old", $"server: '{_gate.Url}'", "auth-provider: { name: gcp }")));

        var (exitCode, output) = await SweepAsync(kubeconfig, ("Tagalong__Imports__0__Kubeconfig", kubeconfig));

        Assert.Equal(2, exitCode);
        Assert.Contains("Cannot connect to the cluster gke_old: the user 'gke_old' has the auth-provider 'gcp'", output, StringComparison.Ordinal);
    }

    /// <summary>Runs a verb as a process until every object has its labels.</summary>
    private async Task LabelAllAsync(string verb, string kubeconfig, params (string Name, string Value)[] variables)
    {
        string[] settings = [$"KUBECONFIG={kubeconfig}", "Tagalong__Watch__Apply=true", .. variables.Select(static variable => $"{variable.Name}={variable.Value}")];
        switch (verb)
        {
            case "sweep":
                var (exitCode, output) = await SweepAsync(kubeconfig, variables);
                Assert.True(exitCode == 0, output);
                break;
            case "watch":
                await using (await ServeProcess.StartWatchAsync(ImmutableDictionary<string, string>.Empty, settings))
                {
                    await Eventually.EqualAsync("payments", () => Task.FromResult(Shop.Teams(_cluster)));
                }

                break;
            default:
                await using (var server = await ServeProcess.StartAsync(ImmutableDictionary<string, string>.Empty, settings))
                {
                    await SendAllAsync(content => server.Client.PostAsync(new Uri("/", UriKind.Relative), content, TestContext.Current.CancellationToken));
                }

                break;
        }

        Assert.Equal("payments", Shop.Teams(_cluster));
    }

    /// <summary>Sends an event of each ReplicaSet.</summary>
    private async Task SendAllAsync(Func<HttpContent, Task<HttpResponseMessage>> post)
    {
        foreach (var live in _cluster.Objects.List(ResourceKinds.ReplicaSet))
        {
            using var content = new StringContent(
                EventGridMessage.Structured("dev.knative.apiserver.resource.add", "web", live), Encoding.UTF8, "application/cloudevents+json");
            using var response = await post(content);
            Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        }
    }

    private void AssertSeen(string impersonated) => Assert.All(_gate.Requests, request => Assert.Equal(
        (new Uri(_gate.Url).Authority, "good", impersonated), (request.Host, request.Shown, string.Join("; ", request.Impersonated))));

    private async Task<(int ExitCode, string Output)> SweepAsync(string kubeconfig, params (string Name, string Value)[] variables)
    {
        await using var process = new VerbProcess(_cluster, [("KUBECONFIG", kubeconfig), .. variables], "sweep");
        return await process.GoneAsync();
    }

    /// <summary>A kubeconfig in which each context has a cluster and a user of its name. The last one is the current one.</summary>
    private static string ConfigOf(params (string Name, string Cluster, string User)[] contexts) => string.Join('\n', (string[])
    [
        $"current-context: {contexts[^1].Name}",
        "clusters:", .. contexts.Select(static context => $$"""- { name: {{context.Name}}, cluster: { {{context.Cluster}} } }"""),
        "users:", .. contexts.Select(static context => $$"""- { name: {{context.Name}}, user: { {{context.User}} } }"""),
        "contexts:", .. contexts.Select(static context => $$"""- { name: {{context.Name}}, context: { cluster: {{context.Name}}, user: {{context.Name}} } }"""),
    ]);

    private string Write(string name, string content)
    {
        var path = Path.Combine(_files.FullName, name);
        File.WriteAllText(path, content);
        return path;
    }
}
