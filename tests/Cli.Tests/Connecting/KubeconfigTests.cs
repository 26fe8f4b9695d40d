using Tagalong.DevCluster;
using Tagalong.Testing;

namespace Tagalong.Cli.Tests.Connecting;

/// <summary>Kubeconfigs of public bug reports, used by the tool.</summary>
public sealed class KubeconfigTests : IAsyncLifetime
{
    private readonly DirectoryInfo _files = Directory.CreateTempSubdirectory("tagalong kubeconfigs ");
    private DevApiServer _cluster = null!;
    private GatedCluster _gate = null!;

    public async ValueTask InitializeAsync()
    {
        _cluster = await DevApiServer.StartAsync(new DevApiServerOptions(), TestContext.Current.CancellationToken);
        _gate = await GatedCluster.StartAsync(_cluster, "good");
        using var other = Certificates.Authority("other");
        Write("ca.crt", $"{other.ExportCertificatePem()}\n{_gate.Authority.ExportCertificatePem()}\n");
    }

    public async ValueTask DisposeAsync()
    {
        await _gate.DisposeAsync();
        await _cluster.DisposeAsync();
        _files.Delete(recursive: true);
    }

    [Theory]
    [InlineData("token: good", "")]
    [InlineData("token: good, as: auditor, as-groups: [viewers]", "impersonate-group: viewers; impersonate-user: auditor")]
    [InlineData("exec: { apiVersion: client.authentication.k8s.io/v1beta1, command: ./plugin.sh, args: ['a b', ''] }", "")]
    public async Task The_user_of_the_context_is_shown(string user, string impersonated)
    {
        WritePlugin("""[ "$#" = 2 ] && [ "$1" = "a b" ] || exit 1""");
        var kubeconfig = Write("config", Text(user));

        var ended = await RunAsync("diff", "--kubeconfig", kubeconfig);

        Assert.True(ended.ExitCode == 0, ended.Errors);
        Assert.All(_gate.Requests, request => Assert.Equal(("good", impersonated), (request.Shown, string.Join("; ", request.Impersonated))));
    }

    [Fact]
    public async Task The_files_of_KUBECONFIG_are_one()
    {
        var users = Write("users", "users: [{ name: prod, user: { token: good } }]");
        var rest = Write("rest", Text("token: wrong"));
        using var process = TagalongProcess.Start([("KUBECONFIG", string.Join(Path.PathSeparator, ["", users, Path.Combine(_files.FullName, "missing"), rest]))], "diff", "--context", "prod");

        var ended = await process.EndAsync();

        Assert.True(ended.ExitCode == 0, ended.Errors);
        Assert.All(_gate.Requests, static request => Assert.Equal("good", request.Shown));
    }

    [Fact]
    public async Task A_plugin_that_fails_is_quoted()
    {
        WritePlugin("echo please log in >&2; exit 4");
        var kubeconfig = Write("config", Text("exec: { apiVersion: client.authentication.k8s.io/v1beta1, command: ./plugin.sh }"));

        var ended = await RunAsync("diff", "--kubeconfig", kubeconfig);

        Assert.Equal(3, ended.ExitCode);
        Assert.Contains("plugin.sh failed with exit code 4: please log in", (ended.Output + ended.Errors).ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_without_TLS_needs_no_credentials()
    {
        await using var proxy = await PlainServer.StartAsync();
        var kubeconfig = Write("config", $$"""
            current-context: proxy
            clusters: [{ name: proxy, cluster: { server: '{{proxy.Url}}' } }]
            contexts: [{ name: proxy, context: { cluster: proxy, user: nobody } }]
            users: [{ name: nobody, user: {} }]
            """);

        var ended = await RunAsync("diff", "--kubeconfig", kubeconfig);

        Assert.True(ended.ExitCode == 0, ended.Errors + ended.Output);
        Assert.NotEqual(0, proxy.Requests);
    }

    private static async Task<TagalongProcess.Ended> RunAsync(params string[] args)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        return new TagalongProcess.Ended(await CommandLine.RunAsync(args, output, errors, TestContext.Current.CancellationToken), output.ToString(), errors.ToString());
    }

    private void WritePlugin(string script) => File.SetUnixFileMode(
        Write("plugin.sh", $$$"""
            #!/bin/sh
            {{{script}}}
            printf '{"apiVersion":"client.authentication.k8s.io/v1beta1","kind":"ExecCredential","status":{"token":"good"}}'

            """),
        UnixFileMode.UserRead | UnixFileMode.UserExecute);

    private string Text(string user) => $$"""
        current-context: prod
        clusters: [{ name: prod, cluster: { server: '{{_gate.Url}}', certificate-authority: ca.crt } }]
        contexts: [{ name: prod, context: { cluster: prod, user: prod } }]
        users: [{ name: prod, user: { {{user}} } }]
        """;

    private string Write(string name, string content)
    {
        var path = Path.Combine(_files.FullName, name);
        File.WriteAllText(path, content);
        return path;
    }
}
