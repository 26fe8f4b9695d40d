using Microsoft.Extensions.Time.Testing;
using Tagalong.Core.Applying;
using Tagalong.Core.Concurrency;
using Tagalong.Core.Objects;

namespace Tagalong.Core.Tests.Applying;

public class RecentWritesTests
{
    private static readonly LabelSet Owned = LabelSet.From(("team", "payments"));

    private readonly FakeTimeProvider _clock = new();
    private readonly VersionTrust _trust;
    private readonly RecentWrites _memory;

    public RecentWritesTests()
    {
        _trust = new VersionTrust(TimeSpan.FromMinutes(10), _clock);
        _memory = new RecentWrites(100, _trust);
        _memory.Note(At("1000"), Owned);
        _clock.Advance(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void An_older_body_is_late_as_long_as_an_event_may_be_on_its_way()
    {
        var soon = _memory.Compare(At("400"), Owned);
        _clock.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal((Staleness.OlderSameSet, Staleness.Current), (soon, _memory.Compare(At("400"), Owned)));
    }

    [Theory]
    [InlineData("400", Staleness.Current)]
    [InlineData("1000", Staleness.OlderSameSet)]
    [InlineData("2000", Staleness.OlderSameSet)]
    public void An_object_that_was_read_live_in_an_older_version_is_forgotten(string version, object expected)
    {
        _memory.Observe(At(version), _trust.Now);

        Assert.Equal(expected, _memory.Compare(At("500"), Owned));
    }

    [Fact]
    public void A_list_that_was_requested_before_the_write_proves_nothing()
    {
        var asked = _trust.Now;
        _clock.Advance(TimeSpan.FromSeconds(1));
        _memory.Note(At("1001"), Owned);

        _memory.Observe(At("1000"), asked);

        Assert.Equal(Staleness.OlderSameSet, _memory.Compare(At("1000"), Owned));
    }

    [Fact]
    public void Once_a_cluster_went_back_only_what_is_noted_afterwards_counts()
    {
        _trust.Distrust();
        var before = _memory.Compare(At("400"), Owned);
        _memory.Note(At("500"), Owned);

        Assert.Equal((Staleness.Current, Staleness.OlderSameSet), (before, _memory.Compare(At("400"), Owned)));
    }

    private static ObjectSnapshot At(string version) => new() { ApiVersion = "apps/v1", Kind = "ReplicaSet", Name = "checkout-1", Uid = "uid-1", ResourceVersion = version };
}
