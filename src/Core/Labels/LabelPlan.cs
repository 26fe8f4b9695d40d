using System.Collections.Immutable;
using Tagalong.Core.Objects;

namespace Tagalong.Core.Labels;

/// <summary>What is to become of an object's labels: data that can be printed and tested before anything is sent.</summary>
public sealed record LabelPlan
{
    /// <summary>The whole set that Tagalong is to own on the object: what it adds, changes and goes on owning.</summary>
    public required LabelSet Owned { get; init; }

    /// <summary>Labels that the object lacks.</summary>
    public LabelSet Added { get; init; } = LabelSet.Empty;

    /// <summary>Labels that Tagalong wrote and whose source says otherwise now, with the new value.</summary>
    public LabelSet Changed { get; init; } = LabelSet.Empty;

    /// <summary>Keys of labels that Tagalong wrote and no source has any more.</summary>
    public ImmutableArray<string> Removed { get; init; } = [];

    /// <summary>Labels of the sources that the object does not get, each with the reason.</summary>
    public ImmutableArray<SkippedLabel> Skipped { get; init; } = [];

    /// <summary>Whether the plan was made without knowing who owns the object's labels, although that decides it.</summary>
    public bool LacksOwnership { get; init; }

    /// <summary>Whether there is anything to write.</summary>
    public bool NeedsWrite => Added.Count > 0 || ChangesOwned;

    /// <summary>Whether it changes or removes what Tagalong wrote before.</summary>
    public bool ChangesOwned => Changed.Count > 0 || Removed.Length > 0;
}
