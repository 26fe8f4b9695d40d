using System.Text.Json.Nodes;
using Tagalong.DevCluster;
using Tagalong.DevCluster.Kinds;
using Tagalong.DevCluster.Security;
using Tagalong.Hosting.Tests.Authentication;
using Tagalong.Hosting.Tests.Telemetry;
using Tagalong.Testing;
using Tagalong.Testing.Running;

namespace Tagalong.Hosting.Tests;

/// <summary>
/// What leaves the process by any of its doors holds no credential and no part of an object's body: output, answers, replies, the
/// sink, the page for Prometheus and all that a collector gets, while strangers and senders of every kind post good events,
/// forged and garbled ones, to clusters that serve, refuse and are away.
/// </summary>
public class SecrecyOfExportsTests
{
    private const string Secret = MarkedBodies.Secret;
    private const string Key = $"{Secret}-good-key-0123456789abcdef";

    /// <summary>Who may read and not write.</summary>
    private static readonly DevUser Reader = new("reader", $"{Secret}-of-a-reader", [new AccessRule(["get", "list", "watch"], "*", ["*"])]);

    [Fact]
    public async Task Nothing_that_leaves_the_process_holds_a_credential_or_a_body()
    {
        await using var cluster = await DevApiServer.StartAsync(new DevApiServerOptions { Users = { Reader } }, TestContext.Current.CancellationToken);
        cluster.Objects.Seed(JsonNode.Parse(Checkout.Rollout.Body)!.AsObject());
        cluster.Objects.Seed(MarkedBodies.ReplicaSet().AsObject());
        await using var collector = await OtlpReceiver.StartAsync();
        await using var sink = await Receiver.StartAsync();
        await using var issuer = await FakeIssuer.StartAsync();
        var kubeconfigs = new Dictionary<string, string>
        {
            ["prod-eu-1"] = cluster.KubeconfigFor(),
            ["no-rights"] = cluster.KubeconfigFor(Reader.Name),
            ["away"] = cluster.KubeconfigFor().Replace(cluster.Url.Authority, "127.0.0.1:1", StringComparison.Ordinal),
        };
        string token = issuer.Token(good => good.Claims["note"] = Secret), other = issuer.Token(bad => bad.Audience = Secret), page;
        var answers = new List<string>();
        await using var function = await ServeProcess.StartAsync(
            kubeconfigs,
            [
                .. issuer.Settings().Append($"Tagalong:Senders:ApiKeys:argo-events:Keys:0={Key}").Append("Tagalong:Senders:Authentication=Anonymous")
                    .Select(static setting => setting.Split('=', 2) switch { var pair => $"{pair[0].Replace(":", "__", StringComparison.Ordinal)}={pair[1]}" }),
                $"OTEL_EXPORTER_OTLP_ENDPOINT={collector.HttpUrl}", "OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf", $"OTEL_EXPORTER_OTLP_HEADERS=api-key={Secret}",
                $"Tagalong__OutcomeEvents__Sink={sink.Url}/hooks/{Secret}?code={Secret}", "Tagalong__OutcomeEvents__Reply=true",
                "Tagalong__Telemetry__MetricsPort=METRICS_PORT", "Tagalong__ApiCalls__MaxRetries=0", "Logging__LogLevel__Default=Trace", "Logging__LogLevel__Microsoft.AspNetCore=Trace",
            ]);

        foreach (var credentials in ((string, string)[])[
            ("X-Api-Key", Key), ("X-Api-Key", $"{Secret}-wrong-key-0123456789abcdef"), ("Authorization", $"Bearer {token}"), ("Authorization", $"Bearer {other}"),
            ("Authorization", $"Basic {Secret}"), ("X-Nothing", "")])
        {
            foreach (var name in kubeconfigs.Keys)
            {
                await TellAsync(function.ExchangeAsync(Checkout.Rollout, name, MarkedBodies.Bytes(MarkedBodies.Marked(Relabeled(cluster))), credentials));
                await TellAsync(function.ExchangeAsync(Checkout.ReplicaSet, name, MarkedBodies.Bytes(MarkedBodies.ReplicaSet()), credentials));
            }
        }

        foreach (var (contentType, body) in MarkedBodies.All())
        {
            await TellAsync(PostAsync(function, contentType, body));
        }

        page = await function.Client.GetStringAsync(function.MetricsUrl, TestContext.Current.CancellationToken);
        await function.StopAsync();

        var told = new Dictionary<string, string>
        {
            ["output"] = function.Output,
            ["answers"] = string.Join('\n', answers),
            ["sink"] = string.Join('\n', sink.Taken.Select(static taken => $"{string.Join(' ', taken.Headers)} {taken.Body}")),
            ["metrics"] = page,
            ["collector"] = collector.Raw,
        };
        Assert.All(told, door => Assert.Contains("prod-eu-1", door.Value, StringComparison.Ordinal));
        Assert.All((string[])["output", "answers", "collector"], door => Assert.Contains("CredentialsRefused", told[door], StringComparison.Ordinal));
        Assert.Equal(
            ["dev.tagalong.labels.applied", "dev.tagalong.labels.denied", "dev.tagalong.labels.rejected"],
            sink.Taken.Select(static taken => taken["type"]).Distinct().Order(StringComparer.Ordinal));
        Assert.Contains("dev.tagalong.labels.applied", told["answers"], StringComparison.Ordinal);
        Assert.Contains("\"Reason\":\"ChildrenLabeled\"", told["output"], StringComparison.Ordinal);
        string[] secrets = [Secret, cluster.AdminToken, "registry.example/checkout", .. token.Split('.'), .. other.Split('.')];
        string[] leaks = [.. told.SelectMany(door => secrets.Where(secret => door.Value.Contains(secret, StringComparison.OrdinalIgnoreCase)).Select(secret => Around(door.Key, door.Value, secret)))];
        Assert.True(leaks.Length == 0, string.Join('\n', leaks));

        async Task TellAsync(Task<HttpResponseMessage> exchange)
        {
            using var answer = await exchange;
            answers.Add($"{answer.StatusCode} {answer.Headers} {await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}");
        }
    }

    [Theory]
    [InlineData("Binary")]
    [InlineData("Structured")]
    public async Task No_export_of_the_relay_holds_the_path_or_the_query_of_its_sink(string mode)
    {
        await using var cluster = await Checkout.StartClusterAsync(TestContext.Current.CancellationToken);
        await using var collector = await OtlpReceiver.StartAsync();
        await using var sink = await Receiver.StartAsync(static attempt => attempt == 1 ? 503 : 202);
        await using var relay = await ServeProcess.StartWatchAsync(
            new Dictionary<string, string> { ["prod-eu-1"] = cluster.KubeconfigFor() },
            $"Tagalong__Watch__Sink={sink.Url}/hooks/{Secret}?code={Secret}", $"Tagalong__Watch__SinkMode={mode}",
            $"OTEL_EXPORTER_OTLP_ENDPOINT={collector.HttpUrl}", "OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf", "Tagalong__Telemetry__MetricsPort=METRICS_PORT",
            "Logging__LogLevel__Default=Trace");

        await Eventually.EqualAsync(true, () => Task.FromResult(sink.Attempts > sink.Taken.Count && sink.Taken.Count > 1));
        var page = await relay.Client.GetStringAsync(relay.MetricsUrl, TestContext.Current.CancellationToken);
        await relay.StopAsync();

        Assert.Contains(collector.Spans, static span => span.Name == "GET");
        Assert.Contains("tagalong_relay_sends_total", page, StringComparison.Ordinal);
        Assert.All([collector.Raw, page, relay.Output], static door => Assert.DoesNotContain(Secret, door, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The Rollout, after somebody gave it another label: its children are to follow.</summary>
    private static JsonObject Relabeled(DevApiServer cluster)
    {
        var rollout = cluster.Objects.Get(ResourceKinds.Rollout, "shop", "checkout")!;
        rollout["metadata"]!["labels"]!["team"] = $"team-{rollout["metadata"]!["resourceVersion"]}";
        cluster.Objects.Update(rollout, "kubectl-label");
        return cluster.Objects.Get(ResourceKinds.Rollout, "shop", "checkout")!;
    }

    private static async Task<HttpResponseMessage> PostAsync(ServeProcess function, string contentType, string body)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, "/") { Content = MarkedBodies.Content(contentType, body) };
        message.Headers.Add("X-Api-Key", Key);
        message.Headers.Add("ce-cluster", "prod-eu-1");
        return await function.Client.SendAsync(message, TestContext.Current.CancellationToken);
    }

    private static string Around(string door, string text, string secret)
    {
        var at = text.IndexOf(secret, StringComparison.OrdinalIgnoreCase);
        return $"{door}: …{string.Concat(text[Math.Max(0, at - 200)..Math.Min(text.Length, at + 100)].Where(static letter => letter is >= ' ' and <= '~'))}…";
    }
}
