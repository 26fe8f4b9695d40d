using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using Tagalong.Core.ApiServer;
using Tagalong.Core.Objects;
using Tagalong.Core.Owners;
using Tagalong.Core.Tests.ApiServer;
using Tagalong.DevCluster;
using Tagalong.DevCluster.Faults;

namespace Tagalong.Core.Tests.Owners;

public class OwnerCacheTests
{
    private static readonly ResourceType Rollouts = new("argoproj.io", "v1alpha1", "Rollout", "rollouts");
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public async Task An_owner_is_read_once_within_its_time_to_live()
    {
        await using var cluster = await ClusterAsync();
        using var connection = Connections.To(cluster);
        var cache = new OwnerCache(connection, new ResourceScopes(connection), new OwnerCacheOptions(), _clock);

        var first = await GetAsync(cache, cache.TakeTicket());
        _clock.Advance(TimeSpan.FromSeconds(1.9));
        var second = await GetAsync(cache, cache.TakeTicket());
        _clock.Advance(TimeSpan.FromSeconds(0.2));
        var third = await GetAsync(cache, cache.TakeTicket());

        Assert.Equal((true, true), (first.WasRead, first.IsLive));
        Assert.Equal((false, false), (second.WasRead, second.IsLive));
        Assert.Equal((true, true), (third.WasRead, third.IsLive));
        Assert.Equal(2, cluster.Requests.Reads);
    }

    [Fact]
    public async Task Many_who_ask_at_once_share_one_read()
    {
        await using var cluster = await ClusterAsync();
        using var connection = Connections.To(cluster);
        var cache = new OwnerCache(connection, new ResourceScopes(connection), new OwnerCacheOptions(), _clock);

        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => GetAsync(cache, cache.TakeTicket()).AsTask()));

        Assert.All(answers, answer => Assert.Equal("team=a", answer.Response.Object!.Labels.ToString()));
        Assert.Equal(1, cluster.Requests.Reads);
    }

    [Fact]
    public async Task What_has_to_be_live_is_read_after_the_event_began_to_be_handled()
    {
        await using var cluster = await ClusterAsync();
        using var connection = Connections.To(cluster);
        var cache = new OwnerCache(connection, new ResourceScopes(connection), new OwnerCacheOptions(), _clock);
        await GetAsync(cache, cache.TakeTicket());
        var since = cache.TakeTicket();

        var cached = await GetAsync(cache, since);
        var live = await GetAsync(cache, since, onlyLive: true);
        var again = await GetAsync(cache, since, onlyLive: true);

        Assert.False(cached.IsLive);
        Assert.Equal((true, true), (live.WasRead, live.IsLive));
        Assert.Equal((false, true), (again.WasRead, again.IsLive));
    }

    [Fact]
    public async Task A_failure_is_not_remembered()
    {
        await using var cluster = await ClusterAsync();
        using var connection = Connections.To(cluster);
        var cache = new OwnerCache(connection, new ResourceScopes(connection), new OwnerCacheOptions(), _clock);
        cluster.Faults.Add(Fault.Status(403, "Forbidden", "rollouts.argoproj.io \"checkout\" is forbidden: User \"tagalong\" cannot get resource \"rollouts\" in API group \"argoproj.io\" in the namespace \"shop\""), times: 1);

        var refused = await GetAsync(cache, cache.TakeTicket());
        var allowed = await GetAsync(cache, cache.TakeTicket());

        Assert.Equal(ApiStatus.Forbidden, refused.Response.Status);
        Assert.Equal(ApiStatus.Ok, allowed.Response.Status);
    }

    [Theory]
    [InlineData("older", "b", false)]
    [InlineData("same", "b", false)]
    [InlineData("newer", "a", false)]
    [InlineData("newer", "b", true)]
    [InlineData("unknown", "", true)]
    public async Task A_passing_event_makes_it_forget_only_what_the_event_contradicts(string age, string team, bool isForgotten)
    {
        await using var cluster = await ClusterAsync();
        using var connection = Connections.To(cluster);
        var cache = new OwnerCache(connection, new ResourceScopes(connection), new OwnerCacheOptions(), _clock);
        var known = (await GetAsync(cache, cache.TakeTicket())).Response.Object!;
        var version = long.Parse(known.ResourceVersion, null) + age switch { "older" => -1, "newer" => 1, _ => 0 };
        var body = known with
        {
            ApiVersion = "argoproj.io/v1alpha1",
            Kind = "Rollout",
            ResourceVersion = $"{version}",
            Labels = LabelSet.From(("team", team)),
        };

        cache.Invalidate(body.Reference, age == "unknown" ? null : body);
        var answer = await GetAsync(cache, cache.TakeTicket());

        Assert.Equal(isForgotten, answer.WasRead);
    }

    private static ValueTask<OwnerResult> GetAsync(OwnerCache cache, long since, bool onlyLive = false) =>
        cache.GetAsync(Rollouts, "shop", "checkout", since, onlyLive, TestContext.Current.CancellationToken);

    private static async Task<DevApiServer> ClusterAsync()
    {
        var cluster = await DevApiServer.StartAsync(new DevApiServerOptions(), TestContext.Current.CancellationToken);
        cluster.Objects.Seed(JsonNode.Parse(
            """{"apiVersion":"argoproj.io/v1alpha1","kind":"Rollout","metadata":{"name":"checkout","namespace":"shop","labels":{"team":"a"}}}""")!.AsObject());
        return cluster;
    }
}
