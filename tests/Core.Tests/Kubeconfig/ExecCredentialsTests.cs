using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using Tagalong.Core.ApiServer;

namespace Tagalong.Core.Tests.Kubeconfig;

/// <summary>Credential plugins, run as client-go runs them.</summary>
public class ExecCredentialsTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Arguments_are_handed_over_as_they_are()
    {
        using var plugin = new PluginScript("""printf '%s|' "$#" "$@" > "$0.arguments"; token good""");

        var credential = await plugin.Credentials(""", args: [get-token, '--scopes=openid offline_access', '', 'a"b''c', '$HOME; * `x`', 'C:\Program Files\x']""").GetAsync(Cancelled);

        Assert.Equal("Bearer good", credential.Header?.ToString());
        Assert.Equal("""6|get-token|--scopes=openid offline_access||a"b'c|$HOME; * `x`|C:\Program Files\x|""", await File.ReadAllTextAsync($"{plugin.Path}.arguments", Cancelled));
    }

    [Fact]
    public async Task Variables_are_added_to_those_of_the_process_and_the_last_one_of_a_name_counts()
    {
        using var plugin = new PluginScript("""printf '%s' "$A,$B,${PATH:+path}" > "$0.variables"; token good""");

        await plugin.Credentials(", env: [{name: A, value: first}, {name: B, value: 'b = c'}, {name: A, value: last}]").GetAsync(Cancelled);

        Assert.Equal("last,b = c,path", await File.ReadAllTextAsync($"{plugin.Path}.variables", Cancelled));
    }

    [Theory]
    [InlineData("", """{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","spec":{"interactive":false}}""")]
    [InlineData(", provideClusterInfo: true", """
        {"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","spec":{"cluster":{"server":"https://api.example:6443",
        "tls-server-name":"api.internal","certificate-authority-data":"Q0E=","proxy-url":"http://proxy:3128",
        "config":{"audience":"prod","ports":[1,2.5],"on":true,"none":null,"text":"1"}},"interactive":false}}
        """)]
    public async Task A_plugin_is_told_about_the_cluster_if_it_wants_to_know(string members, string expected)
    {
        using var plugin = new PluginScript("""printf '%s' "$KUBERNETES_EXEC_INFO" > "$0.info"; token good""");

        await plugin.Credentials(members).GetAsync(Cancelled);

        var info = JsonNode.Parse(await File.ReadAllTextAsync($"{plugin.Path}.info", Cancelled));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), info), info?.ToJsonString());
    }

    [Fact]
    public async Task A_plugin_gets_no_input()
    {
        using var plugin = new PluginScript("cat; token good");

        Assert.Equal("good", (await plugin.Credentials().GetAsync(Cancelled)).Header?.Parameter);
    }

    [Fact]
    public async Task A_plugin_that_is_not_installed_is_an_error_with_the_hint()
    {
        using var plugin = new PluginScript("");

        var error = await Assert.ThrowsAsync<CredentialException>(
            async () => await plugin.Credentials(", installHint: 'Install it by brew'", command: "no-such-plugin").GetAsync(Cancelled));

        Assert.Equal("The credential plugin no-such-plugin could not be started: there is no such program in PATH. Install it by brew", error.Message);
    }

    [Fact]
    public async Task Without_an_expiry_a_token_is_used_until_it_is_rejected_and_many_callers_run_the_plugin_once()
    {
        using var plugin = new PluginScript("token good-$n");
        var credentials = plugin.Credentials();

        var first = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => credentials.GetAsync(Cancelled).AsTask()));
        var repeat = Enumerable.Range(0, 20).Select(_ => credentials.Forget(first[0])).ToList();
        var second = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => credentials.GetAsync(Cancelled).AsTask()));

        Assert.All(first, credential => Assert.Equal("good-1", credential.Header?.Parameter));
        Assert.All(repeat, Assert.True);
        Assert.All(second, credential => Assert.Equal("good-2", credential.Header?.Parameter));
        Assert.Equal(2, plugin.Runs);
    }

    [Fact]
    public async Task A_server_that_rejects_everything_does_not_run_the_plugin_with_each_call()
    {
        using var plugin = new PluginScript("token good-$n");
        var clock = new FakeTimeProvider();
        var credentials = plugin.Credentials(time: clock);

        Assert.True(credentials.Forget(await credentials.GetAsync(Cancelled)));
        Assert.False(credentials.Forget(await credentials.GetAsync(Cancelled)));
        Assert.Equal(2, plugin.Runs);
        clock.Advance(TimeSpan.FromSeconds(11));
        Assert.True(credentials.Forget(await credentials.GetAsync(Cancelled)));
        await credentials.GetAsync(Cancelled);
        Assert.Equal(3, plugin.Runs);
    }

    [Fact]
    public async Task A_token_is_used_until_it_expires()
    {
        using var plugin = new PluginScript("""token good-$n ',"expirationTimestamp":"2026-01-01T00:10:00Z"'""");
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var credentials = plugin.Credentials(time: clock);

        var first = await credentials.GetAsync(Cancelled);
        clock.Advance(TimeSpan.FromMinutes(9));
        var same = await credentials.GetAsync(Cancelled);
        clock.Advance(TimeSpan.FromMinutes(1));
        var next = await credentials.GetAsync(Cancelled);

        Assert.Same(first, same);
        Assert.Equal(("good-1", "good-2"), (first.Header?.Parameter, next.Header?.Parameter));
    }

    [Theory]
    [InlineData("echo s3cret-out; echo 'log in first:  run x' >&2; exit 7", "failed with exit code 7: log in first: run x")]
    [InlineData("exit 1", "failed with exit code 1.")]
    [InlineData("echo s3cret", "did not write an ExecCredential of the API client.authentication.k8s.io/v1 as JSON.")]
    [InlineData("echo '{}'", "wrote a JSON object of another kind; the kubeconfig wants client.authentication.k8s.io/v1.")]
    [InlineData("""echo '{"apiVersion":"client.authentication.k8s.io/v1beta1","kind":"ExecCredential","status":{"token":"s3cret"}}'""", "wrote a ExecCredential of another API; the kubeconfig wants client.authentication.k8s.io/v1.")]
    [InlineData("""echo '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential"}'""", "wrote an ExecCredential without a status.")]
    [InlineData("token ''", "returned neither a token nor a client certificate.")]
    [InlineData("""token s3cret ',"clientKeyData":"s3cret"'""", "returned a client certificate without its key, or a key alone.")]
    [InlineData("""token s3cret ',"expirationTimestamp":"tomorrow"'""", "did not write an ExecCredential of the API client.authentication.k8s.io/v1 as JSON.")]
    [InlineData("""echo "eyJhbGciOiJSUzI1NiIsImtpZCI6InMzY3JldCJ9.eyJhbGciOiJSUzI1NiIsImtpZCI6InMzY3JldCJ9.eyJhbGciOiJSUzI1NiIsImtpZCI6InMzY3JldCJ9" >&2; exit 1""", "failed with exit code 1: …")]
    public async Task A_plugin_that_fails_is_quoted_from_standard_error_only(string script, string expected)
    {
        using var plugin = new PluginScript(script);

        var error = await Assert.ThrowsAsync<CredentialException>(async () => await plugin.Credentials().GetAsync(Cancelled));

        Assert.Equal($"The credential plugin {plugin.Path} {expected}", error.Message);
        Assert.DoesNotContain("s3cret", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plugin_that_hangs_is_killed()
    {
        using var plugin = new PluginScript("""touch "$0.started"; sleep 600""");
        var clock = new FakeTimeProvider();
        var running = plugin.Credentials(time: clock).GetAsync(Cancelled).AsTask();
        while (!File.Exists($"{plugin.Path}.started"))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, Cancelled);
        }

        clock.Advance(TimeSpan.FromSeconds(31));

        var error = await Assert.ThrowsAsync<CredentialException>(() => running);
        Assert.Equal($"The credential plugin {plugin.Path} did not end within 30 s.", error.Message);
    }
}
