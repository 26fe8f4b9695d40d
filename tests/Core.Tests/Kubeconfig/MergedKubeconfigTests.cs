using Microsoft.Extensions.Configuration;
using Tagalong.Core.ApiServer;
using Tagalong.Core.Kubeconfig;
using Tagalong.Core.Tests.Fleet;

namespace Tagalong.Core.Tests.Kubeconfig;

public sealed class MergedKubeconfigTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_files_of_KUBECONFIG_are_merged_and_the_earlier_has_precedence()
    {
        var first = _folder.Write("first", "{contexts: [{name: a, context: {namespace: shop}}, {name: b}]}");
        var second = _folder.Write("second", "{current-context: c, contexts: [{name: b, context: {namespace: other}}, {name: c}]}");

        var known = Merge("", first, _folder["missing"], second);

        Assert.Equal(
            [new KubeconfigContext("a", first) { Namespace = "shop" }, new KubeconfigContext("b", first), new KubeconfigContext("c", second)],
            known.Contexts);
        Assert.Equal("c", known.CurrentContext);
        Assert.Equal("default", known.Contexts[1].Namespace);
        Assert.Empty(known.Errors);
    }

    [Fact]
    public void The_cluster_the_user_and_the_context_may_be_in_different_files()
    {
        var contexts = _folder.Write("contexts", "{current-context: a, contexts: [{name: a, context: {cluster: c, user: u}}]}");
        var clusters = _folder.Write("clusters", "{clusters: [{name: c, cluster: {server: 'https://first'}}]}");
        var users = _folder.Write("users", "{users: [{name: u, user: {token: t}}], clusters: [{name: c, cluster: {server: 'https://second', tls-server-name: x}}]}");

        var resolved = Merge(contexts, clusters, users).Resolve(null);

        Assert.Equal(("https://first", null, "t"), (resolved.Cluster.Server, resolved.Cluster.TlsServerName, resolved.User?.Token));
    }

    [Fact]
    public void Names_that_differ_in_case_are_different()
    {
        var file = _folder.Write("config", """
            current-context: prod
            clusters: [{name: Prod, cluster: {server: 'https://other'}}, {name: prod, cluster: {server: 'https://right'}}]
            contexts: [{name: Prod, context: {cluster: Prod, user: Me}}, {name: prod, context: {cluster: prod, user: me}}]
            users: [{name: Me, user: {token: other}}, {name: me, user: {token: right}}]
            """);

        var (current, other) = (Merge(file).Resolve(null), Merge(file).Resolve("Prod"));

        Assert.Equal(("https://right", "right"), (current.Cluster.Server, current.User?.Token));
        Assert.Equal(("https://other", "other"), (other.Cluster.Server, other.User?.Token));
        Assert.Throws<EndpointException>(() => Merge(file).Resolve("PROD"));
    }

    [Fact]
    public void A_given_file_replaces_KUBECONFIG()
    {
        var named = _folder.Write("named", "{current-context: named, contexts: [{name: named}]}");

        var known = MergedKubeconfig.Read(named, Environment(_folder.Write("other", "{contexts: [{name: o}]}")));

        Assert.Equal(["named"], known.Contexts.Select(context => context.Name));
    }

    [Fact]
    public void Each_unreadable_file_is_reported()
    {
        var broken = _folder.Write("broken", "contexts: [");

        var known = Merge(broken, _folder.Write("well", "{contexts: [{name: a}]}"));

        Assert.StartsWith($"The kubeconfig '{broken}' cannot be read: ", Assert.Single(known.Errors), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{contexts: [{name: a}]}", "a", "the context 'a' names no cluster")]
    [InlineData("{contexts: [{name: a, context: {cluster: c}}]}", "a", "the kubeconfig has no cluster for the context 'a': 'c'")]
    [InlineData("{contexts: [{name: a, context: {cluster: c, user: U}}], clusters: [{name: c}], users: [{name: u}]}", "a", "the kubeconfig has no user for the context 'a': 'U'")]
    [InlineData("{contexts: [{name: a, context: {cluster: c, user: u}}], clusters: [{name: c}], users: [{name: u, user: {token: 1}}]}", "a", "users[0].user.token has to be a text")]
    [InlineData("{contexts: [{name: a}]}", "b", "the kubeconfig has no context 'b'")]
    [InlineData("{contexts: [{name: a}]}", null, "the kubeconfig has no current context")]
    public void A_context_that_is_not_complete_cannot_be_used(string content, string? context, string expected)
    {
        var known = Merge(_folder.Write("config", content));

        Assert.Empty(known.Errors);
        var error = Assert.Throws<EndpointException>(() => known.Resolve(context));
        Assert.StartsWith(expected, error.Message, StringComparison.Ordinal);
    }

    private static MergedKubeconfig Merge(params string[] files) => MergedKubeconfig.Read(null, Environment(files));

    private static IConfiguration Environment(params string[] files) =>
        new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("KUBECONFIG", (string?)string.Join(Path.PathSeparator, files))]).Build();
}
