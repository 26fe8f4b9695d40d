using System.Net;
using System.Text.Json.Nodes;
using Tagalong.DevCluster.Kinds;
using Tagalong.Testing;

namespace Tagalong.DevCluster.Tests;

public sealed class ListTests
{
    private const string All = "/apis/apps/v1/replicasets";
    private const string Shop = "/apis/apps/v1/namespaces/shop/replicasets";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pages_show_one_resource_version_while_objects_are_created_and_deleted()
    {
        await using var server = await StartAsync();
        using var client = server.CreateClient();

        var (_, first) = await client.GetJsonAsync($"{Shop}?limit=2");
        server.Objects.Delete(ResourceKinds.ReplicaSet, "shop", "c");
        server.Objects.Create(Samples.ReplicaSet("shop", "bb"), "test");
        var (_, second) = await client.GetJsonAsync($"{Shop}?limit=2&continue={first["metadata"]!["continue"]}");

        Assert.Equal(["a", "b"], Names(first));
        Assert.Equal("2", first["metadata"]!["remainingItemCount"]!.ToString());
        Assert.Equal(["c", "d"], Names(second));
        Assert.Null(second["metadata"]!["continue"]);
        Assert.Equal(first["metadata"]!["resourceVersion"]!.ToString(), second["metadata"]!["resourceVersion"]!.ToString());
    }

    [Fact]
    public async Task A_list_continues_with_the_token_from_an_expired_page()
    {
        await using var server = await StartAsync();
        using var client = server.CreateClient();
        var (_, first) = await client.GetJsonAsync($"{Shop}?limit=2");
        server.Objects.Create(Samples.ReplicaSet("shop", "cc"), "test");
        server.Objects.Compact();

        var (code, expired) = await client.GetJsonAsync($"{Shop}?limit=2&continue={first["metadata"]!["continue"]}");
        var (_, rest) = await client.GetJsonAsync($"{Shop}?limit=9&continue={expired["metadata"]!["continue"]}");

        Assert.Equal((HttpStatusCode.Gone, "Expired"), (code, expired["reason"]!.ToString()));
        Assert.Equal(["c", "cc", "d"], Names(rest));
    }

    [Fact]
    public async Task A_list_of_all_namespaces_pages_through_them()
    {
        await using var server = await StartAsync();
        using var client = server.CreateClient();
        var names = new List<string>();
        string? next = null;
        do
        {
            var (_, page) = await client.GetJsonAsync($"{All}?limit=2&continue={next}");
            names.AddRange(Names(page));
            next = page["metadata"]!["continue"]?.ToString();
        }
        while (next is not null);

        Assert.Equal(["z", "a", "b", "c", "d"], names);
    }

    [Theory]
    [InlineData("labelSelector=tier%3Dfront", "a,b")]
    [InlineData("labelSelector=tier%21%3Dfront", "c,d")]
    [InlineData("labelSelector=tier", "a,b,c")]
    [InlineData("labelSelector=%21tier", "d")]
    [InlineData("labelSelector=tier+in+%28front%2C+back%29%2Ctier+notin+%28back%29", "a,b")]
    [InlineData("labelSelector=rank%3E1", "b")]
    [InlineData("fieldSelector=metadata.name%3Dc", "c")]
    [InlineData("fieldSelector=metadata.name%21%3Dc%2Cmetadata.namespace%3Dshop", "a,b,d")]
    public async Task A_selector_selects_objects(string query, string expected)
    {
        await using var server = await StartAsync();
        using var client = server.CreateClient();

        var (_, list) = await client.GetJsonAsync($"{Shop}?{query}");

        Assert.Equal(expected, string.Join(',', Names(list)));
    }

    [Theory]
    [InlineData("fieldSelector=spec.x%3D1", 400, "\"spec.x\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\"")]
    [InlineData("labelSelector=%28", 400, "found '(', expected: !, identifier, or 'end of string'")]
    [InlineData("resourceVersionMatch=Exact", 422, "ListOptions.meta.k8s.io \"\" is invalid: resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided")]
    [InlineData("watch=1&sendInitialEvents=true", 422, "ListOptions.meta.k8s.io \"\" is invalid: resourceVersionMatch: Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan")]
    [InlineData("resourceVersion=999999", 504, "Timeout: Too large resource version: 999999, current: 100")]
    public async Task Invalid_options_are_rejected(string query, int code, string message)
    {
        await using var server = await StartAsync();
        using var client = server.CreateClient();

        var (status, body) = await client.GetJsonAsync($"{Shop}?{query}");

        Assert.Equal((code, message), ((int)status, body.Message()));
    }

    [Fact]
    public async Task An_exact_version_shows_the_objects_of_that_version()
    {
        await using var server = await StartAsync();
        using var client = server.CreateClient();
        var then = server.Objects.ResourceVersion;
        server.Objects.Delete(ResourceKinds.ReplicaSet, "shop", "a");

        var (_, list) = await client.GetJsonAsync($"{Shop}?resourceVersionMatch=Exact&resourceVersion={then}");

        Assert.Equal(["a", "b", "c", "d"], Names(list));
    }

    [Theory]
    [InlineData("application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1", "PartialObjectMetadataList")]
    [InlineData("application/json;as=Table;v=v1;g=meta.k8s.io,application/json", "Table")]
    [InlineData("application/json;q=0.5,application/json;as=Table;v=v1;g=meta.k8s.io", "Table")]
    [InlineData("application/vnd.kubernetes.protobuf,application/json", "ReplicaSetList")]
    [InlineData("*/*", "ReplicaSetList")]
    [InlineData("application/vnd.kubernetes.protobuf", "Status")]
    [InlineData("application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1", "Status")]
    public async Task A_list_has_the_representation_that_the_client_prefers(string accept, string kind)
    {
        await using var server = await StartAsync();
        using var client = server.CreateClient();
        client.DefaultRequestHeaders.Accept.ParseAdd(accept);

        var (code, body) = await client.GetJsonAsync(Shop);

        Assert.Equal(kind, body["kind"]!.ToString());
        Assert.Equal(kind == "Status" ? HttpStatusCode.NotAcceptable : HttpStatusCode.OK, code);
    }

    [Fact]
    public async Task Ten_thousand_objects_are_listed_in_pages()
    {
        const int Objects = 10_000;
        await using var server = await DevApiServer.StartAsync(new DevApiServerOptions(), Cancelled);
        using var client = server.CreateClient();
        client.DefaultRequestHeaders.Accept.ParseAdd("application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1");
        for (var i = 0; i < Objects; i++)
        {
            server.Objects.Seed(Samples.ReplicaSet("shop", $"web-{i}"));
        }

        var count = 0;
        string? next = null;
        do
        {
            var (_, page) = await client.GetJsonAsync($"{Shop}?limit=500&continue={next}");
            count += page["items"]!.AsArray().Count;
            next = page["metadata"]!["continue"]?.ToString();
        }
        while (next is not null);

        Assert.Equal((Objects, Objects / 500), (count, server.Requests.Reads));
    }

    /// <summary>Four ReplicaSets in one namespace and one in another, whose name sorts before it.</summary>
    private static async Task<DevApiServer> StartAsync()
    {
        var server = await DevApiServer.StartAsync(new DevApiServerOptions(), Cancelled);
        server.Objects.Seed(Samples.ReplicaSet("shop", "a", ("tier", "front"), ("rank", "1")));
        server.Objects.Seed(Samples.ReplicaSet("shop", "b", ("tier", "front"), ("rank", "2")));
        server.Objects.Seed(Samples.ReplicaSet("shop", "c", ("tier", "back")));
        server.Objects.Seed(Samples.ReplicaSet("shop", "d"));
        server.Objects.Seed(Samples.ReplicaSet("elsewhere", "z"));
        server.Objects.AdvanceResourceVersion(100);
        return server;
    }

    private static string[] Names(JsonNode list) => [.. list["items"]!.AsArray().Select(item => item!["metadata"]!["name"]!.ToString())];
}
