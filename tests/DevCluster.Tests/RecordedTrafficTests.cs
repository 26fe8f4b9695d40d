using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Tagalong.DevCluster.Security;

namespace Tagalong.DevCluster.Tests;

/// <summary>Requests recorded from a real API server of Kubernetes 1.36 must get the same responses here.</summary>
public sealed partial class RecordedTrafficTests
{
    private const string Labeler = "system:serviceaccount:tagalong:tagalong";

    private static readonly DateTimeOffset Recorded = new(2026, 11, 22, 17, 51, 45, TimeSpan.Zero);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("get-replicaset", "get-replicaset", 0)]
    [InlineData("get-replicaset-metadata", "get-replicaset", 0)]
    [InlineData("get-not-found", "get-replicaset", 0)]
    [InlineData("unsupported-media-type", "get-replicaset", 0)]
    [InlineData("apply-labels", "get-replicaset", 32629)]
    [InlineData("apply-labels-again-no-change", "apply-labels", 32630)]
    [InlineData("apply-labels-drop-one", "apply-labels-again-no-change", 32630)]
    [InlineData("apply-dry-run", "apply-labels-drop-one", 32631)]
    [InlineData("apply-conflict", "apply-labels-drop-one", 32631)]
    [InlineData("apply-wrong-uid", "apply-labels-drop-one", 32631)]
    [InlineData("apply-invalid-label-value", "apply-labels-drop-one", 32631)]
    [InlineData("apply-missing-object-with-uid", "apply-labels-drop-one", 32631)]
    [InlineData("apply-no-field-manager", "apply-labels-drop-one", 32631)]
    public async Task A_request_for_one_ReplicaSet_has_the_recorded_response(string name, string metadataFrom, long resourceVersion)
    {
        await using var server = await StartAsync();
        server.Objects.Seed(ReplicaSet(metadataFrom));
        server.Objects.AdvanceResourceVersion(resourceVersion);

        await AssertRecordedResponse(server, server.AdminToken, name);
    }

    [Fact]
    public async Task An_apply_to_an_Experiment_has_the_recorded_response()
    {
        await using var server = await StartAsync();
        var experiment = RecordedExchange.Read("apply-experiment").Response.AsObject();
        var metadata = experiment["metadata"]!;
        metadata["labels"]!.AsObject().Remove("team");
        metadata["managedFields"]!.AsArray().RemoveAt(0);
        metadata["resourceVersion"] = "32534";
        (experiment["apiVersion"], experiment["kind"]) = ("argoproj.io/v1alpha1", "Experiment");
        server.Objects.Seed(experiment);
        server.Objects.AdvanceResourceVersion(32631);

        await AssertRecordedResponse(server, server.AdminToken, "apply-experiment");
    }

    [Theory]
    [InlineData("list-first-page")]
    [InlineData("list-first-page-full")]
    public async Task A_first_page_has_the_recorded_response(string name)
    {
        await using var server = await StartAsync();
        SeedBoth(server);

        await AssertRecordedResponse(server, server.AdminToken, name);
    }

    [Fact]
    public async Task An_expired_continue_token_has_the_recorded_response()
    {
        await using var server = await StartAsync();
        SeedBoth(server);
        server.Objects.Compact();

        await AssertRecordedResponse(server, server.AdminToken, "list-bad-continue-410");
    }

    [Theory]
    [InlineData("get-forbidden")]
    [InlineData("patch-forbidden")]
    public async Task A_forbidden_request_has_the_recorded_response(string name)
    {
        await using var server = await StartAsync();

        await AssertRecordedResponse(server, "nothing-allowed", name);
    }

    [Fact]
    public async Task An_unknown_token_has_the_recorded_response()
    {
        await using var server = await StartAsync();

        await AssertRecordedResponse(server, "unknown-token", "get-unauthorized");
    }

    [Theory]
    [InlineData("discovery-apps-v1")]
    [InlineData("discovery-argoproj")]
    public async Task A_group_describes_its_kinds_as_recorded(string name)
    {
        await using var server = await StartAsync();
        using var client = server.CreateClient();
        var recorded = RecordedExchange.Read(name);

        var actual = JsonNode.Parse(await client.GetStringAsync(recorded.Url, Cancelled))!;

        // The real server serves more kinds, and a scale subresource for some of them.
        var served = actual["resources"]!.AsArray().Select(resource => resource!["name"]!.ToString()).ToHashSet();
        var expected = recorded.Response;
        expected["resources"] = new JsonArray([.. expected["resources"]!.AsArray()
            .Where(resource => served.Contains(resource!["name"]!.ToString())).Select(resource => resource!.DeepClone())]);
        AssertSame(expected, actual);
    }

    [Fact]
    public async Task A_watch_with_initial_events_has_the_recorded_response()
    {
        await using var server = await StartAsync();
        SeedBoth(server);

        await AssertWatchedAsRecorded(server, "watch-bookmarks");
    }

    [Fact]
    public async Task A_watch_from_an_expired_version_has_the_recorded_response()
    {
        await using var server = await StartAsync();
        SeedBoth(server);
        server.Objects.Compact();

        await AssertWatchedAsRecorded(server, "watch-too-old-410");
    }

    private static Task<DevApiServer> StartAsync() => DevApiServer.StartAsync(
        new DevApiServerOptions { TimeProvider = new MovingClock(Recorded), Users = { new DevUser(Labeler, "nothing-allowed", []) } },
        Cancelled);

    /// <summary>The recorded ReplicaSet, with the metadata of a recorded response.</summary>
    private static JsonObject ReplicaSet(string metadataFrom)
    {
        var replicaSet = RecordedExchange.Read("get-replicaset").Response.AsObject();
        replicaSet["metadata"] = RecordedExchange.Read(metadataFrom).Response["metadata"]!.DeepClone();
        return replicaSet;
    }

    private static void SeedBoth(DevApiServer server)
    {
        var cart = RecordedExchange.Read("list-first-page-full").Response["items"]![0]!.DeepClone().AsObject();
        (cart["apiVersion"], cart["kind"]) = ("apps/v1", "ReplicaSet");
        server.Objects.Seed(cart);
        server.Objects.Seed(ReplicaSet("apply-labels-drop-one"));
        server.Objects.AdvanceResourceVersion(32632);
    }

    private static async Task AssertRecordedResponse(DevApiServer server, string token, string name)
    {
        using var client = server.CreateClient(token);
        var recorded = RecordedExchange.Read(name);

        using var request = recorded.ToRequest();
        using var response = await client.SendAsync(request, Cancelled);

        var actual = JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancelled))!;
        Assert.Equal(recorded.StatusCode, (int)response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.ToString());
        AssertSame(recorded.Response, actual);
    }

    private static async Task AssertWatchedAsRecorded(DevApiServer server, string name)
    {
        using var client = server.CreateClient();
        var recorded = RecordedExchange.Read(name);
        var url = recorded.Url.Replace("timeoutSeconds=2", "timeoutSeconds=1", StringComparison.Ordinal);

        var lines = (await client.GetStringAsync(url, Cancelled)).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        var expected = recorded.ResponseBody.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(expected.Length, lines.Length);
        foreach (var (wanted, line) in expected.Zip(lines))
        {
            AssertSame(JsonNode.Parse(WithoutHorizon(wanted))!, JsonNode.Parse(WithoutHorizon(line))!);
        }
    }

    private static void AssertSame(JsonNode expected, JsonNode actual) => Assert.True(
        JsonNode.DeepEquals(expected, actual),
        string.Create(CultureInfo.InvariantCulture, $"Expected {expected.ToJsonString()}\nbut found {actual.ToJsonString()}"));

    /// <summary>The compacted version depends on the time of the recording.</summary>
    private static string WithoutHorizon(string line) => Horizon().Replace(line, "(…)");

    [GeneratedRegex(@"\(\d+\)")]
    private static partial Regex Horizon();
}
