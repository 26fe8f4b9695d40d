using System.Net;
using System.Text;
using Tagalong.Core.ApiServer;
using Tagalong.Core.Kubeconfig;
using Tagalong.Core.Tests.ApiServer;

namespace Tagalong.Core.Tests.Kubeconfig;

/// <summary>What each field of a cluster and a user comes to.</summary>
public class KubeconfigEndpointTests
{
    private static readonly string Folder = Path.GetTempPath();

    [Fact]
    public void Paths_are_relative_to_the_file()
    {
        var endpoint = Of("certificate-authority: pki/ca.crt", "client-certificate: tls.crt, client-key: /abs/tls.key");

        Assert.Equal(Path.Combine(Folder, "pki/ca.crt"), endpoint.Authority?.File);
        Assert.Equal((Path.Combine(Folder, "tls.crt"), "/abs/tls.key"), (endpoint.Certificate?.Certificate.File, endpoint.Certificate?.Key.File));
    }

    [Fact]
    public void Inline_data_has_precedence_over_files()
    {
        var endpoint = Of(
            $"certificate-authority: /ca, certificate-authority-data: {Base64("CA")}",
            $"client-certificate: /c, client-certificate-data: {Base64("C")}, client-key: /k, client-key-data: {Base64("K")}");

        Assert.Equal(("CA", "C", "K"), (endpoint.Authority?.Read(), endpoint.Certificate?.Certificate.Read(), endpoint.Certificate?.Key.Read()));
    }

    [Theory]
    [InlineData("token: abc", "Bearer abc")]
    [InlineData("username: me, password: 's3:cret'", "Basic bWU6czM6Y3JldA==")]
    [InlineData("username: me", "Basic bWU6")]
    [InlineData("password: x", "Basic Ong=")]
    public async Task A_token_or_a_name_and_password_become_the_header(string user, string expected)
    {
        var credential = await Of("", user).Credentials!.GetAsync(TestContext.Current.CancellationToken);

        Assert.Equal(expected, credential.Header?.ToString());
    }

    [Fact]
    public async Task A_token_file_has_precedence_over_a_token_which_is_used_while_there_is_no_file()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "from-file\n", TestContext.Current.CancellationToken);

        var fromFile = await Of("", $"token: inline, tokenFile: {file}").Credentials!.GetAsync(TestContext.Current.CancellationToken);
        File.Delete(file);
        var inline = await Of("", $"token: inline, tokenFile: {file}").Credentials!.GetAsync(TestContext.Current.CancellationToken);

        Assert.Equal(("from-file", "inline"), (fromFile.Header?.Parameter, inline.Header?.Parameter));
    }

    [Fact]
    public void Impersonation_is_a_header_for_each_value()
    {
        var endpoint = Of("", "token: t, as: auditor, as-uid: '8f0c', as-groups: [viewers, 'system:authenticated'], as-user-extra: { reason: [audit, x], 'example.com/a%b ü': [z] }");

        Assert.Equal(
            [
                ("Impersonate-User", "auditor"), ("Impersonate-Uid", "8f0c"), ("Impersonate-Group", "viewers"), ("Impersonate-Group", "system:authenticated"),
                ("Impersonate-Extra-reason", "audit"), ("Impersonate-Extra-reason", "x"), ("Impersonate-Extra-example.com%2Fa%25b%20%C3%BC", "z"),
            ],
            endpoint.Headers.Select(static header => (header.Key, header.Value)));
    }

    [Theory]
    [InlineData("http://proxy:3128", "http://proxy:3128/")]
    [InlineData("https://proxy", "https://proxy/")]
    [InlineData("socks5://127.0.0.1:1080", "socks5://127.0.0.1:1080/")]
    public void Every_connection_goes_through_the_proxy_of_the_cluster_even_to_this_machine(string url, string expected)
    {
        var proxy = Of($"proxy-url: '{url}'", "").Proxy!;

        Assert.Equal((new Uri(expected), false), (proxy.GetProxy(new Uri("https://127.0.0.1:6443")), proxy.IsBypassed(new Uri("https://127.0.0.1:6443"))));
    }

    [Fact]
    public void The_name_and_password_of_a_proxy_are_used()
    {
        var credential = (NetworkCredential)Of("proxy-url: 'http://me:p%40ss@proxy:3128'", "").Proxy!.Credentials!;

        Assert.Equal(("me", "p@ss"), (credential.UserName, credential.Password));
    }

    [Theory]
    [InlineData("user: {}")]
    [InlineData("user:")]
    public void A_user_may_have_no_credentials(string user)
    {
        var kubeconfig = $$$"""
            current-context: c
            clusters: [{name: c, cluster: {server: 'http://127.0.0.1:8001', extensions: [{name: x, extension: {a: [1]}}]}}]
            contexts: [{name: c, context: {cluster: c, user: nobody}}]
            users:
            - name: nobody
              {{{user}}}
            extensions: [{name: z, extension: {}}]
            preferences: {colors: true}
            """;

        var endpoint = Connections.EndpointOf(kubeconfig);

        Assert.Equal(("http://127.0.0.1:8001", null, null), (endpoint.Server, endpoint.Credentials, endpoint.Certificate));
    }

    [Theory]
    [InlineData("", "auth-provider: { name: gcp, config: { access-token: s3cret } }, token: t", "the user 'u' has the auth-provider 'gcp', which Kubernetes replaced by credential plugins")]
    [InlineData("insecure-skip-tls-verify: true", "", "the kubeconfig has insecure-skip-tls-verify, and Tagalong sends no credentials to an unverified server")]
    [InlineData("proxy-url: 'ftp://s3cret@proxy'", "", "the kubeconfig's proxy-url is not the URL of a proxy: http, https or socks5")]
    [InlineData("proxy-url: 'proxy:3128'", "", "the kubeconfig's proxy-url is not the URL of a proxy: http, https or socks5")]
    [InlineData("", "token: s3cret, username: me", "the user 'u' has both a token and a username or password")]
    [InlineData("", "token: \"s3c\\nret\"", "the user's token has characters that no token has")]
    [InlineData("", "as-groups: [a]", "the user 'u' has as-uid, as-groups or as-user-extra without 'as'")]
    [InlineData("", "client-certificate: /c", "the user 'u' has a client-certificate without its client-key")]
    [InlineData("certificate-authority-data: 's3cret'", "", "clusters[0].cluster.certificate-authority-data is not Base64")]
    [InlineData("", "token: 12345", "users[0].user.token has to be a text, and YAML reads this as a number or a truth value; put it into quotes")]
    [InlineData("", "token: [a]", "users[0].user.token has to be a text")]
    [InlineData("", "username: yes", "users[0].user.username has to be a text")]
    [InlineData("disable-compression: perhaps", "", "clusters[0].cluster.disable-compression has to be true or false")]
    [InlineData("", "exec: { apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never }", "the credential plugin of the user 'u' has no command")]
    [InlineData("", "exec: { command: x, interactiveMode: Never }", "the credential plugin of the user 'u' has the apiVersion ''")]
    [InlineData("", "exec: { command: x, apiVersion: client.authentication.k8s.io/v1alpha1 }", "the credential plugin of the user 'u' has the apiVersion 'client.authentication.k8s.io/v1alpha1'")]
    [InlineData("", "exec: { command: x, apiVersion: client.authentication.k8s.io/v1 }", "the credential plugin of the user 'u' has the interactiveMode ''")]
    [InlineData("", "exec: { command: x, apiVersion: client.authentication.k8s.io/v1, interactiveMode: Always }", "the credential plugin of the user 'u' needs a terminal")]
    [InlineData("", "exec: { command: x, apiVersion: client.authentication.k8s.io/v1beta1, env: [{value: z}] }", "the credential plugin of the user 'u' has an environment variable without a name")]
    public void What_cannot_be_used_is_an_error_without_a_secret(string cluster, string user, string expected)
    {
        var error = Assert.Throws<EndpointException>(() => Of(cluster, user));

        Assert.StartsWith(expected, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3c", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unverified_server_may_be_allowed_but_not_with_an_authority()
    {
        Assert.True(Connections.EndpointOf(Text("insecure-skip-tls-verify: true", ""), allowsUnverified: true).IsUnverified);
        var error = Assert.Throws<EndpointException>(
            () => Connections.EndpointOf(Text("insecure-skip-tls-verify: true, certificate-authority: /ca", ""), allowsUnverified: true));
        Assert.StartsWith("the kubeconfig has both a certificate-authority and insecure-skip-tls-verify", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_malformed_entry_concerns_only_its_context()
    {
        var kubeconfig = Connections.Read("""
            clusters: [{name: c, cluster: {server: 'https://c'}}, {name: broken, cluster: {server: [1]}}]
            contexts: [{name: well, context: {cluster: c}}, {name: broken, context: {cluster: broken}}]
            """);

        Assert.Equal("https://c", kubeconfig.Resolve("well").Cluster.Server);
        Assert.Throws<EndpointException>(() => kubeconfig.Resolve("broken"));
    }

    [Theory]
    [InlineData("clusters: [{name: a}, {name: a}]", "clusters has the name 'a' twice")]
    [InlineData("users: {a: {}}", "users has to be a list")]
    [InlineData("kind: Pod", "it is not a kubeconfig")]
    [InlineData("apiVersion: v2", "it is not a kubeconfig")]
    [InlineData("users: [", "line 2 cannot be read as YAML or JSON")]
    public void A_file_that_is_no_kubeconfig_is_an_error(string content, string expected)
    {
        var error = Assert.Throws<EndpointException>(() => Connections.Read(content));

        Assert.StartsWith(expected, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public void A_file_may_have_a_byte_order_mark(string encoding)
    {
        var text = Encoding.GetEncoding(encoding);
        using var content = new MemoryStream([.. text.GetPreamble(), .. text.GetBytes("current-context: ü\r\ncontexts:\r\n- name: ü\r\n")]);

        Assert.Equal("ü", KubeconfigFile.Parse(content, "/config").CurrentContext);
    }

    [Fact]
    public void Anchors_and_merge_keys_work_and_a_bomb_of_them_is_an_error()
    {
        var merged = Connections.Read("""
            clusters: [&base {name: a, cluster: &c {server: 'https://a', proxy-url: 'http://p'}}, {name: b, cluster: {<<: *c, server: 'https://b'}}]
            contexts: [{name: b, context: {cluster: b}}]
            """).Resolve("b").Cluster;
        var levels = string.Concat(Enumerable.Range(1, 9).Select(level => $", &l{level} [{string.Join(',', Enumerable.Repeat($"*l{level - 1}", 10))}]"));
        var bomb = Connections.Read($"""
            x: [&l0 [x]{levels}]
            clusters:
            - name: c
              cluster:
                server: https://c
                extensions: [name: client.authentication.k8s.io/exec, extension: *l9]
            contexts:
            - name: c
              context:
                cluster: c
            """.Replace("[name: client.authentication.k8s.io/exec, extension: *l9]", "[{name: client.authentication.k8s.io/exec, extension: *l9}]", StringComparison.Ordinal));

        Assert.Equal(("https://b", "http://p"), (merged.Server, merged.ProxyUrl));
        Assert.Contains("is larger than", Assert.Throws<EndpointException>(() => bomb.Resolve("c")).Message, StringComparison.Ordinal);
    }

    private static ApiServerEndpoint Of(string cluster, string user) => Connections.EndpointOf(Text(cluster, user));

    private static string Text(string cluster, string user) => $$$"""
        apiVersion: v1
        kind: Config
        current-context: c
        clusters: [{name: c, cluster: { server: 'https://api.example:6443'{{{(cluster.Length > 0 ? "," : "")}}} {{{cluster}}} } }]
        contexts: [{name: c, context: {cluster: c, user: u}}]
        users: [{name: u, user: { {{{user}}} } }]
        """;

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
