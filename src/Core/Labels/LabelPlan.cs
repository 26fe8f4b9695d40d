using System.Collections.Immutable;
using Tagalong.Core.Objects;

namespace Tagalong.Core.Labels;

/// <summary>The changes to make to an object's labels: data that can be printed and tested before anything is sent.</summary>
internal sealed record LabelPlan
{
    /// <summary>All the labels that Tagalong will own on the object: those it adds, changes and keeps.</summary>
    public required LabelSet Owned { get; init; }

    /// <summary>Labels that the object does not have yet.</summary>
    public LabelSet Added { get; init; } = LabelSet.Empty;

    /// <summary>Labels that Tagalong wrote and whose source has a new value, with that value.</summary>
    public LabelSet Changed { get; init; } = LabelSet.Empty;

    /// <summary>Keys of labels that Tagalong wrote and that no source has any longer.</summary>
    public ImmutableArray<string> Removed { get; init; } = [];

    /// <summary>Labels of the sources that the object does not get, each with the reason.</summary>
    public ImmutableArray<SkippedLabel> Skipped { get; init; } = [];

    /// <summary>Whether the plan depends on who owns the object's labels, and the object does not show it.</summary>
    public bool LacksOwnership { get; init; }

    /// <summary>Whether anything has to be written.</summary>
    public bool NeedsWrite => Added.Count > 0 || ChangesOwned;

    /// <summary>Whether it changes or removes labels that Tagalong wrote before.</summary>
    public bool ChangesOwned => Changed.Count > 0 || Removed.Length > 0;
}
