using System.Net;
using System.Text.Json.Nodes;
using Tagalong.DevCluster.Kinds;
using Tagalong.Testing;

namespace Tagalong.Cluster.Tests;

/// <summary>The labeler's account has the rights that it needs, and no others.</summary>
public sealed class RightsTests(ClusterFixture fixture) : ClusterTest(fixture)
{
    private const string ApplyPatch = "application/apply-patch+yaml";
    private const string MergePatch = "application/merge-patch+json";

    [Theory]
    [InlineData("POST", "/apis/apps/v1/namespaces/{ns}/replicasets")]
    [InlineData("PUT", "/apis/apps/v1/namespaces/{ns}/replicasets/web")]
    [InlineData("DELETE", "/apis/apps/v1/namespaces/{ns}/replicasets/web")]
    [InlineData("DELETE", "/apis/apps/v1/namespaces/{ns}/replicasets")]
    [InlineData("PATCH", "/apis/apps/v1/namespaces/{ns}/replicasets/web/status")]
    [InlineData("PATCH", "/apis/argoproj.io/v1alpha1/namespaces/{ns}/rollouts/web")]
    [InlineData("POST", "/apis/argoproj.io/v1alpha1/namespaces/{ns}/experiments")]
    [InlineData("GET", "/apis/argoproj.io/v1alpha1/namespaces/{ns}/analysisruns")]
    [InlineData("GET", "/apis/apps/v1/namespaces/{ns}/deployments")]
    [InlineData("PATCH", "/apis/apps/v1/namespaces/{ns}/deployments/web")]
    [InlineData("PATCH", "/api/v1/namespaces/{ns}")]
    [InlineData("POST", "/api/v1/namespaces")]
    [InlineData("GET", "/api/v1/namespaces/{ns}/events")]
    public async Task A_request_that_no_rule_allows_is_forbidden(string method, string path)
    {
        using var labeler = ClusterApi.Of(Cluster.LabelerKubeconfig);

        var (code, _) = await labeler.CallAsync(new HttpMethod(method), path.Replace("{ns}", Namespace, StringComparison.Ordinal), BodyOf(method), MergePatch);

        Assert.Equal(HttpStatusCode.Forbidden, code);
    }

    [Theory]
    [InlineData("/api/v1/namespaces/{ns}/secrets")]
    [InlineData("/api/v1/namespaces/{ns}/configmaps")]
    [InlineData("/api/v1/namespaces/{ns}/pods")]
    [InlineData("/api/v1/nodes")]
    public async Task Secrets_and_other_kinds_that_the_dev_cluster_does_not_serve_are_forbidden(string path)
    {
        Cluster.RequireRealServer();
        using var labeler = ClusterApi.Of(Cluster.LabelerKubeconfig);

        var (code, _) = await labeler.CallAsync(HttpMethod.Get, path.Replace("{ns}", Namespace, StringComparison.Ordinal));

        Assert.Equal(HttpStatusCode.Forbidden, code);
    }

    [Fact]
    public async Task The_API_server_grants_exactly_four_rules()
    {
        Cluster.RequireRealServer();
        Assert.SkipWhen(Cluster.Server is null, "an existing cluster may grant more rights to all users");
        using var labeler = ClusterApi.Of(Cluster.LabelerKubeconfig);
        var review = new JsonObject
        {
            ["apiVersion"] = "authorization.k8s.io/v1",
            ["kind"] = "SelfSubjectRulesReview",
            ["spec"] = new JsonObject { ["namespace"] = Namespace },
        };

        var (code, result) = await labeler.CallAsync(HttpMethod.Post, "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews", review);

        // Every user may read its own identity and rights.
        var rules = result["status"]!["resourceRules"]!.AsArray().Select(rule => Describe(rule!)).Where(rule => !rule.Contains("selfsubject", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.Created, code);
        Assert.Equal(
            ["/namespaces get,list,watch", "apps/replicasets get,list,patch,watch", "argoproj.io/experiments get,list,patch,watch", "argoproj.io/rollouts get,list,watch"],
            rules.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_apply_to_a_missing_object_does_not_create_it()
    {
        using var labeler = ClusterApi.Of(Cluster.LabelerKubeconfig);
        var ghost = new JsonObject
        {
            ["apiVersion"] = "apps/v1",
            ["kind"] = "ReplicaSet",
            ["metadata"] = new JsonObject { ["name"] = "ghost", ["uid"] = "00000000-0000-0000-0000-000000000000", ["labels"] = new JsonObject { ["team"] = "payments" } },
        };

        var (code, _) = await labeler.CallAsync(
            HttpMethod.Patch, $"/apis/apps/v1/namespaces/{Namespace}/replicasets/ghost?fieldManager=tagalong", ghost, ApplyPatch);

        Assert.Contains(code, (HttpStatusCode[])[HttpStatusCode.Forbidden, HttpStatusCode.NotFound, HttpStatusCode.Conflict]);
        Assert.Empty(await Admin.ListAsync(ResourceKinds.ReplicaSet, Namespace));
    }

    private static JsonObject? BodyOf(string method) =>
        method is "GET" or "DELETE" ? null : new JsonObject { ["metadata"] = new JsonObject { ["name"] = "web", ["labels"] = new JsonObject { ["team"] = "theirs" } } };

    private static string Describe(JsonNode rule)
    {
        static string Words(JsonNode? list) => string.Join(',', list!.AsArray().Select(word => (string?)word).Order(StringComparer.Ordinal));
        return $"{Words(rule["apiGroups"])}/{Words(rule["resources"])} {Words(rule["verbs"])}";
    }
}
