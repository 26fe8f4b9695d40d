using System.Net;
using Tagalong.DevCluster.Security;
using Tagalong.Testing;

namespace Tagalong.DevCluster.Tests;

public sealed class AccessTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("GET", "/apis/apps/v1/namespaces/shop/replicasets", HttpStatusCode.OK)]
    [InlineData("GET", "/apis/apps/v1/namespaces/other/replicasets", HttpStatusCode.Forbidden)]
    [InlineData("GET", "/apis/apps/v1/replicasets", HttpStatusCode.Forbidden)]
    [InlineData("GET", "/apis/apps/v1/namespaces/shop/replicasets/missing", HttpStatusCode.NotFound)]
    [InlineData("GET", "/apis/apps/v1/namespaces/shop/replicasets/missing/status", HttpStatusCode.Forbidden)]
    [InlineData("DELETE", "/apis/apps/v1/namespaces/shop/replicasets/missing", HttpStatusCode.Forbidden)]
    [InlineData("GET", "/apis/apps/v1/namespaces/shop/deployments", HttpStatusCode.Forbidden)]
    [InlineData("GET", "/api/v1/namespaces/shop", HttpStatusCode.Forbidden)]
    [InlineData("GET", "/apis", HttpStatusCode.OK)]
    public async Task A_rule_allows_what_it_names_and_nothing_else(string method, string url, HttpStatusCode expected)
    {
        var rule = new AccessRule(["get", "list"], "apps", ["replicasets"]) { Namespace = "shop" };
        await using var server = await DevApiServer.StartAsync(new DevApiServerOptions { Users = { new DevUser("reader", "token", [rule]) } }, Cancelled);
        using var client = server.CreateClient("token");

        var (code, _) = await client.CallAsync(new HttpMethod(method), url);

        Assert.Equal(expected, code);
    }

    [Theory]
    [InlineData("/apis", HttpStatusCode.Unauthorized)]
    [InlineData("/livez", HttpStatusCode.OK)]
    [InlineData("/version", HttpStatusCode.OK)]
    public async Task Health_and_version_need_no_rights(string url, HttpStatusCode expected)
    {
        await using var server = await DevApiServer.StartAsync(new DevApiServerOptions(), Cancelled);
        using var client = server.CreateClient();
        client.DefaultRequestHeaders.Authorization = null;

        using var response = await client.GetAsync(url, Cancelled);

        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public void The_rules_of_a_ClusterRole_are_read_from_its_manifest()
    {
        var rules = ClusterRoles.Read(
            """
            kind: Namespace
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRole
            rules:
            - { apiGroups: [apps, ""], resources: [replicasets], verbs: [get, patch] }
            """);

        Assert.Collection(
            rules,
            rule => Assert.Equal(("get,patch", "apps", "replicasets"), (string.Join(',', rule.Verbs), rule.Group, string.Join(',', rule.Resources))),
            rule => Assert.Equal("", rule.Group));
    }

    [Fact]
    public void A_rule_with_an_unsupported_field_is_rejected()
    {
        const string Narrow =
            """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRole
            rules:
            - { apiGroups: [apps], resources: [replicasets], verbs: [get], resourceNames: [web] }
            """;

        Assert.Throws<FormatException>(() => ClusterRoles.Read(Narrow));
    }

    [Fact]
    public async Task An_unknown_user_has_no_kubeconfig()
    {
        await using var server = await DevApiServer.StartAsync(new DevApiServerOptions(), Cancelled);

        Assert.Throws<ArgumentException>(() => server.KubeconfigFor("unknown"));
    }
}
