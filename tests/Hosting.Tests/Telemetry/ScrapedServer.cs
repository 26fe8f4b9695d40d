using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Tagalong.DevCluster;
using Tagalong.DevCluster.Security;
using Tagalong.Testing;
using Tagalong.Testing.Running;

namespace Tagalong.Hosting.Tests.Telemetry;

/// <summary>
/// A function that serves three clusters (a good one, one that grants too little, one that is away), has met every outcome,
/// and is scraped. One for all tests, which only look.
/// </summary>
public sealed class ScrapedServer : IAsyncLifetime
{
    /// <summary>Who may read and not write.</summary>
    private static readonly DevUser Reader = new("reader", "a-readers-token", [new AccessRule(["get", "list", "watch"], "*", ["*"])]);

    private ServeProcess? _function;
    private DevApiServer? _cluster;

    internal ServeProcess Function => _function!;

    internal IReadOnlyList<Sample> Samples { get; private set; } = [];

    internal string Page { get; private set; } = "";

    /// <summary>Texts that may not be in anything that is exported.</summary>
    internal IReadOnlyList<string> Secrets => [_cluster!.AdminToken, Reader.Token, "registry.example/checkout"];

    public async ValueTask InitializeAsync()
    {
        _cluster = await DevApiServer.StartAsync(new DevApiServerOptions { Users = { Reader } }, TestContext.Current.CancellationToken);
        var replicaSet = JsonNode.Parse(Checkout.ReplicaSet.Body)!.AsObject();
        replicaSet["metadata"]!["creationTimestamp"] = (TimeProvider.System.GetUtcNow() - TimeSpan.FromSeconds(4)).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        _cluster.Objects.Seed(JsonNode.Parse(Checkout.Rollout.Body)!.AsObject());
        _cluster.Objects.Seed(replicaSet.DeepClone().AsObject());
        var fresh = Encoding.UTF8.GetBytes(replicaSet.ToJsonString());
        Assert.Contains("registry.example/checkout", Encoding.UTF8.GetString(fresh), StringComparison.Ordinal);
        var missing = replicaSet.DeepClone();
        (missing["metadata"]!["name"], missing["metadata"]!["uid"]) = ("nobody", "00000000-0000-0000-0000-000000000000");

        var kubeconfigs = new Dictionary<string, string>
        {
            ["prod-eu-1"] = _cluster.KubeconfigFor(),
            ["no-rights"] = _cluster.KubeconfigFor(Reader.Name),
            ["away"] = _cluster.KubeconfigFor().Replace(_cluster.Url.Authority, "127.0.0.1:1", StringComparison.Ordinal),
        };
        _function = await ServeProcess.StartAsync(
            kubeconfigs, "Tagalong__Telemetry__MetricsPort=METRICS_PORT", "Tagalong__Limits__BreakMinimumCalls=2", "Tagalong__ApiCalls__MaxRetries=0");

        Assert.Equal(HttpStatusCode.Accepted, await _function.SendAsync(Checkout.Rollout));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await _function.SendAsync(Checkout.ReplicaSet, "no-rights", fresh));
        Assert.Equal(HttpStatusCode.Accepted, await _function.SendAsync(Checkout.ReplicaSet, body: fresh));
        Assert.Equal(HttpStatusCode.Accepted, await _function.SendAsync(Checkout.ReplicaSet, body: fresh));
        Assert.Equal(HttpStatusCode.Accepted, await _function.SendAsync(Checkout.ReplicaSet, body: Encoding.UTF8.GetBytes(missing.ToJsonString())));
        foreach (var attempt in Enumerable.Range(0, 4))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, await _function.SendAsync(Checkout.ReplicaSet, "away", fresh));
        }

        foreach (var number in Enumerable.Range(0, 110))
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, await _function.SendAsync(Checkout.ReplicaSet, $"stranger-{number}%0A%22", fresh));
        }

        Page = await _function.Client.GetStringAsync(_function.MetricsUrl, TestContext.Current.CancellationToken);
        Samples = Sample.Parse(Page);
    }

    public async ValueTask DisposeAsync()
    {
        await _function!.DisposeAsync();
        await _cluster!.DisposeAsync();
    }
}
