using Tagalong.Core.Labels;
using Tagalong.Core.Outcomes;

namespace Tagalong.Core.Owners;

/// <summary>What looking for a rule's sources gave.</summary>
internal readonly record struct SourceLookup
{
    /// <summary>The labels, or null where a source is gone or cannot be read.</summary>
    public SourceLabels? Labels { get; init; }

    /// <summary>Whether all of them were read after the event began to be handled.</summary>
    public bool AreLive { get; init; }

    /// <summary>How many reads it took.</summary>
    public int Reads { get; init; }

    /// <summary>Why there are no labels; without meaning where there are.</summary>
    public Failure Failure { get; init; }
}
