using Microsoft.Extensions.Time.Testing;
using Tagalong.Core.Concurrency;
using Tagalong.Core.Objects;
using Tagalong.Core.Owners;

namespace Tagalong.Core.Tests.Owners;

/// <summary>What a tracker makes of a Rollout that is shown in an older version than it remembers.</summary>
public class RelabelTrackerTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly VersionTrust _trust;
    private readonly RelabelTracker _tracker;

    public RelabelTrackerTests()
    {
        _trust = new VersionTrust(TimeSpan.FromMinutes(10), _clock);
        _tracker = new RelabelTracker(100, _trust);
        _tracker.Note(At("1000", "platform"));
        _clock.Advance(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void It_is_late_as_long_as_an_event_may_be_on_its_way_and_then_its_labels_decide()
    {
        var soon = _tracker.Compare(At("400", "payments"));
        _clock.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal((ParentChange.Same, ParentChange.Relabeled), (soon, _tracker.Compare(At("400", "payments"))));
        Assert.Equal(ParentChange.Same, _tracker.Compare(At("400", "platform")));
    }

    [Fact]
    public void After_it_was_read_live_in_an_older_version_its_labels_decide()
    {
        _tracker.Observe(At("400", "payments"), _trust.Now);

        Assert.Equal((ParentChange.Relabeled, ParentChange.Same), (_tracker.Compare(At("400", "payments")), _tracker.Compare(At("400", "platform"))));
    }

    [Fact]
    public void After_the_cluster_went_back_its_labels_decide()
    {
        _trust.Distrust();

        Assert.Equal(ParentChange.Relabeled, _tracker.Compare(At("400", "payments")));
    }

    private static ObjectSnapshot At(string version, string team) => new()
    {
        ApiVersion = "argoproj.io/v1alpha1",
        Kind = "Rollout",
        Name = "checkout",
        Uid = "uid-0",
        ResourceVersion = version,
        Labels = LabelSet.From(("team", team)),
    };
}
