using System.Runtime.CompilerServices;
using Tagalong.Core.Objects;
using Tagalong.Core.Rules;

namespace Tagalong.Core.Sources;

/// <summary>The labels of the objects that a rule takes labels from, other than the target.</summary>
public sealed class SourceLabels
{
    private ByKind _labels;

    /// <summary>No labels of any source.</summary>
    public SourceLabels()
    {
    }

    internal SourceLabels(ByKind labels) => _labels = labels;

    internal static SourceLabels None { get; } = new();

    /// <summary>The labels of one source's object; empty where there is no such object.</summary>
    public LabelSet this[LabelSourceKind kind]
    {
        get => _labels[(int)kind] ?? LabelSet.Empty;
        init => _labels[(int)kind] = value;
    }

    /// <summary>An owner's owner that is no source, since no rule names its kind as an owner; or null.</summary>
    internal OwnerReference? Foreign { get; init; }

    /// <summary>What to report of the sources, as a sentence for people; null if there is nothing.</summary>
    internal string? Remark => Foreign is null
        ? null
        : $"The owner's owner {Foreign.GroupKind}/{Foreign.Name} gives no labels, since no rule names its kind as an owner.";

    [InlineArray(Kinds)]
    internal struct ByKind
    {
        /// <summary>As many as <see cref="LabelSourceKind"/> has: <c>Static</c> is its last value.</summary>
        public const int Kinds = (int)LabelSourceKind.Static + 1;

        private LabelSet? _first;
    }
}
