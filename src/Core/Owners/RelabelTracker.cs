using Tagalong.Core.Concurrency;
using Tagalong.Core.Objects;

namespace Tagalong.Core.Owners;

/// <summary>
/// What each source looked like when its children were last brought up to date, or when it was first seen. Bounded;
/// forgetting costs calls, never a label.
/// </summary>
/// <param name="capacity">The most sources that are remembered.</param>
internal sealed class RelabelTracker(int capacity)
{
    private readonly BoundedMap<string, Seen> _seen = new(capacity);
    private readonly BoundedMap<string, ulong?> _given = new(capacity);
    private readonly Lock _giving = new();

    /// <summary>
    /// Takes note of what a child was given, or would have been. A source that is met with other labels was relabelled since, even
    /// if its managed fields know of no more than its creation: they tell times to the second, and of one writer only the last.
    /// </summary>
    public void NoteGiven(ObjectSnapshot source)
    {
        var hash = source.Labels.StableHash();
        lock (_giving)
        {
            // Whoever gave its children two things has given none of them for sure.
            _given.Set(source.Uid, _given.TryGet(source.Uid, out var earlier) && earlier != hash ? null : hash);
        }
    }

    /// <summary>Takes note of a source whose children have what it has.</summary>
    public void Note(ObjectSnapshot source)
    {
        var hash = source.Labels.StableHash();
        _seen.Set(source.Uid, new Seen(hash, source.LabelsWritten, ResourceVersion.TryParse(source.ResourceVersion, out var version) ? version : null));
        lock (_giving)
        {
            _given.Set(source.Uid, hash);
        }
    }

    /// <summary>Takes note that a source's children are not up to date: whatever comes of the source next goes on with them.</summary>
    public void NoteUnfinished(string uid) => _seen.Set(uid, default);

    /// <summary>How a source stands to what is remembered of it.</summary>
    public SourceChange Compare(ObjectSnapshot source) => _seen.TryGet(source.Uid, out var seen) switch
    {
        false => _given.TryGet(source.Uid, out var given) && given != source.Labels.StableHash() ? SourceChange.Relabeled : SourceChange.Unknown,
        true when seen.Hash is null => SourceChange.Relabeled,
        true when ResourceVersion.TryParse(source.ResourceVersion, out var version) && version <= seen.Version => SourceChange.Same,

        // The same labels, written later: perhaps they were others meanwhile, and another process has seen to that.
        true when seen.Hash == source.Labels.StableHash() && !(source.LabelsWritten > (seen.Written ?? DateTimeOffset.MinValue)) => SourceChange.Same,
        true => SourceChange.Relabeled,
    };

    private readonly record struct Seen(ulong? Hash, DateTimeOffset? Written, ulong? Version);
}
