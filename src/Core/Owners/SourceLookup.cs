using Tagalong.Core.Outcomes;
using Tagalong.Core.Sources;

namespace Tagalong.Core.Owners;

/// <summary>The result of getting the labels of a rule's sources.</summary>
internal readonly record struct SourceLookup
{
    /// <summary>The labels, or null where a source is gone or cannot be read.</summary>
    public SourceLabels? Labels { get; init; }

    /// <summary>Whether all of them were read after work on the event began.</summary>
    public bool AreLive { get; init; }

    /// <summary>How many objects were read.</summary>
    public int Reads { get; init; }

    /// <summary>How many objects were found in the cache, where nothing else was tried.</summary>
    public int Remembered { get; init; }

    /// <summary>Why there are no labels; without meaning where there are.</summary>
    public Failure Failure { get; init; }
}
