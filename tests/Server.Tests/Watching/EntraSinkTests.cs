using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using Tagalong.DevCluster.Kinds;
using Tagalong.Testing;
using Tagalong.Testing.Running;

namespace Tagalong.Server.Tests.Watching;

/// <summary>The relay before a sink that takes tokens of Entra ID and events as one JSON body: a topic of Event Grid.</summary>
public class EntraSinkTests
{
    private const string Scope = "https://eventgrid.azure.net/.default";

    [Fact]
    public async Task Events_are_sent_as_one_JSON_body_with_one_token_for_all_of_them()
    {
        await using var cluster = await Shop.StartAsync(replicaSets: 20);
        await using var azure = await FakeAzure.StartAsync(cluster);
        await using var sink = await Receiver.StartAsync();
        await using var relay = await RunningRelay.StartAsync(
            cluster, [.. Settings(azure, sink), """K_CE_OVERRIDES={"extensions":{"region":"eu"}}""", "Tagalong:Watch:Cluster=prod-eu-1"]);

        await Eventually.EqualAsync(21, () => Task.FromResult(sink.Taken.Count));

        Assert.Equal(1, azure.TokensFor(Scope));
        Assert.All(sink.Taken, static told => Assert.Equal("application/cloudevents+json", told.Headers["Content-Type"]));
        Assert.All(sink.Taken, static told => Assert.StartsWith("Bearer ", told.Headers["Authorization"], StringComparison.Ordinal));
        Assert.DoesNotContain(sink.Taken, static told => told.Headers.Keys.Any(static name => name.StartsWith("ce-", StringComparison.OrdinalIgnoreCase)));
        var first = sink.Taken.Select(static told => JsonNode.Parse(told.Body)!).Single(static told => (string?)told["name"] == "web-0");
        Assert.Equal(("1.0", "dev.knative.apiserver.resource.add"), ((string?)first["specversion"], (string?)first["type"]));
        Assert.Equal(("prod-eu-1", "eu"), ((string?)first["cluster"], (string?)first["region"]));
        Assert.True(JsonNode.DeepEquals(cluster.Objects.Get(ResourceKinds.ReplicaSet, "shop", "web-0")!, first["data"]));
    }

    [Fact]
    public async Task A_token_that_the_sink_rejects_is_renewed_and_the_event_sent_again()
    {
        await using var cluster = await Shop.StartAsync(replicaSets: 0);
        await using var azure = await FakeAzure.StartAsync(cluster);
        await using var sink = await Receiver.StartAsync(static attempt => attempt == 1 ? 401 : 200);
        await using var relay = await RunningRelay.StartAsync(cluster, Settings(azure, sink));

        await Eventually.EqualAsync(1, () => Task.FromResult(sink.Taken.Count));

        Assert.Equal(2, azure.TokensFor(Scope));
    }

    [Fact]
    public async Task Without_a_token_the_event_waits_and_the_log_has_the_cause()
    {
        var isDown = true;
        await using var cluster = await Shop.StartAsync(replicaSets: 0);
        await using var azure = await FakeAzure.StartAsync(cluster);
        azure.OnToken = _ => Volatile.Read(ref isDown) ? (400, """{"error":"invalid_client","error_description":"AADSTS700213: s3cret"}""") : null;
        await using var sink = await Receiver.StartAsync();
        await using var relay = await RunningRelay.StartAsync(cluster, Settings(azure, sink));
        await Eventually.EqualAsync(true, () => Task.FromResult(relay.Logs.GetSnapshot().Any(static line => line.Message.Contains("AADSTS700213", StringComparison.Ordinal))));

        Volatile.Write(ref isDown, false);
        await Eventually.EqualAsync(1, () => Task.FromResult(sink.Taken.Count));

        Assert.Equal(1, sink.Attempts);
        Assert.DoesNotContain(relay.Logs.GetSnapshot(), static line => line.Message.Contains("s3cret", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Tagalong:Watch:SinkTokenScope=https://eventgrid.azure.net", "has to end in /.default")]
    [InlineData("Tagalong:Watch:SinkTokenFile=/dev/null", "Set Tagalong:Watch:SinkTokenFile or Tagalong:Watch:SinkTokenScope, not both")]
    [InlineData("Tagalong:Watch:Sink=http://sink.example.com/", "so the sink has to be an https address")]
    public async Task An_invalid_scope_stops_the_start(string setting, string fault)
    {
        await using var cluster = await Shop.StartAsync(replicaSets: 0);

        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() =>
            RunningRelay.StartAsync(cluster, "Tagalong:Watch:Sink=http://127.0.0.1:9", $"Tagalong:Watch:SinkTokenScope={Scope}", setting));

        Assert.Contains(fault, refused.Message, StringComparison.Ordinal);
    }

    private static string[] Settings(FakeAzure azure, Receiver sink) =>
    [
        $"Tagalong:Watch:Sink={sink.Url}", $"Tagalong:Watch:SinkTokenScope={Scope}", "Tagalong:Watch:SinkMode=Structured",
        .. azure.Settings().Select(static setting => $"Tagalong:{setting}"),
    ];
}
