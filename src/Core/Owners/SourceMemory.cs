using Tagalong.Core.Clusters;
using Tagalong.Core.Objects;

namespace Tagalong.Core.Owners;

/// <summary>
/// What each source looked like when its children were last brought up to date, or when it was first seen. Bounded;
/// forgetting costs calls, never a label.
/// </summary>
/// <param name="capacity">The most sources that are remembered.</param>
internal sealed class SourceMemory(int capacity)
{
    private readonly BoundedMap<string, Seen> _seen = new(capacity);

    /// <summary>Takes note of a source whose children have what it has.</summary>
    public void Note(ObjectSnapshot source) => _seen.Set(source.Uid, new Seen(
        source.Labels.StableHash(),
        source.LabelsWritten,
        ResourceVersion.TryParse(source.ResourceVersion, out var version) ? version : null));

    /// <summary>Takes note that a source's children are not up to date: whatever comes of the source next goes on with them.</summary>
    public void NoteUnfinished(string uid) => _seen.Set(uid, default);

    /// <summary>How a source stands to what is remembered of it.</summary>
    public SourceNews Compare(ObjectSnapshot source) => _seen.TryGet(source.Uid, out var seen) switch
    {
        false => SourceNews.Unknown,
        true when seen.Hash is null => SourceNews.Relabeled,
        true when ResourceVersion.TryParse(source.ResourceVersion, out var version) && version <= seen.Version => SourceNews.Same,

        // The same labels, written later: perhaps they were others meanwhile, and another process has seen to that.
        true when seen.Hash == source.Labels.StableHash() && !(source.LabelsWritten > (seen.Written ?? DateTimeOffset.MinValue)) => SourceNews.Same,
        true => SourceNews.Relabeled,
    };

    private readonly record struct Seen(ulong? Hash, DateTimeOffset? Written, ulong? Version);
}
