using Tagalong.Core.Concurrency;
using Tagalong.Core.Objects;

namespace Tagalong.Core.Owners;

/// <summary>
/// Remembers the labels that each parent had when its children were last brought up to date, or when it was first seen, to
/// notice when it was relabeled since. Bounded; evicting a parent causes extra API calls, but loses no label.
/// </summary>
/// <param name="capacity">The largest number of parents.</param>
/// <param name="trust">How long a version counts.</param>
internal sealed class RelabelTracker(int capacity, VersionTrust trust)
{
    private readonly BoundedMap<string, Seen> _seen = new(capacity);
    private readonly BoundedMap<string, ulong?> _given = new(capacity);
    private readonly Lock _giving = new();

    /// <summary>
    /// Notes the labels that one child was given, or would be. If the parent has other labels later, it was relabeled, even if
    /// its managed fields show nothing but its creation: their times have a resolution of one second, and there is only the last
    /// one of each manager.
    /// </summary>
    public void NoteGiven(ObjectSnapshot parent)
    {
        var hash = parent.Labels.StableHash();
        lock (_giving)
        {
            // If some children were given one set and others another, neither is certain.
            _given.Set(parent.Uid, _given.TryGet(parent.Uid, out var earlier) && earlier != hash ? null : hash);
        }
    }

    /// <summary>Notes a parent whose children are all up to date.</summary>
    public void Note(ObjectSnapshot parent)
    {
        var hash = parent.Labels.StableHash();
        _seen.Set(parent.Uid, new Seen(hash, parent.LabelsWritten, ResourceVersion.TryParse(parent.ResourceVersion, out var version) ? version : null, trust.Now));
        lock (_giving)
        {
            _given.Set(parent.Uid, hash);
        }
    }

    /// <summary>
    /// Forgets the version of a parent that was listed or read live in an older one: the cluster went back. Its labels then tell whether it was
    /// relabeled.
    /// </summary>
    /// <inheritdoc cref="Applying.RecentWrites.Observe" path="/param"/>
    public void Observe(ObjectSnapshot live, VersionTrust.Moment asked)
    {
        if (_seen.TryGet(live.Uid, out var seen) && seen.Noted.At < asked.At
            && ResourceVersion.TryParse(live.ResourceVersion, out var version) && version < seen.Version)
        {
            _seen.Set(live.Uid, seen with { Version = null });
        }
    }

    /// <summary>Notes that a parent's children are not up to date: the parent's next event continues with them.</summary>
    public void NoteUnfinished(string uid) => _seen.Set(uid, new Seen { Failures = FailuresOf(uid) });

    /// <summary>Counts the times in a row that children could not be written, since the parent was last noted.</summary>
    public int CountFailure(string uid)
    {
        var failures = FailuresOf(uid) + 1;
        _seen.Set(uid, new Seen { Failures = failures });
        return failures;
    }

    public ParentChange Compare(ObjectSnapshot parent) => _seen.TryGet(parent.Uid, out var seen) switch
    {
        false => _given.TryGet(parent.Uid, out var given) && given != parent.Labels.StableHash() ? ParentChange.Relabeled : ParentChange.Unknown,
        true when seen.Hash is null => ParentChange.Relabeled,
        true when ResourceVersion.TryParse(parent.ResourceVersion, out var version) && version <= seen.Version && trust.Holds(seen.Noted) => ParentChange.Same,

        // The same labels, written later: in between they may have been others, which another process gave to the children.
        true when seen.Hash == parent.Labels.StableHash() && !(parent.LabelsWritten > (seen.Written ?? DateTimeOffset.MinValue)) => ParentChange.Same,
        true => ParentChange.Relabeled,
    };

    private int FailuresOf(string uid) => _seen.TryGet(uid, out var seen) ? seen.Failures : 0;

    private readonly record struct Seen(ulong? Hash, DateTimeOffset? Written, ulong? Version, VersionTrust.Moment Noted)
    {
        public int Failures { get; init; }
    }
}
