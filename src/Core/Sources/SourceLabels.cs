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

    [InlineArray(Kinds)]
    internal struct ByKind
    {
        /// <summary>As many as <see cref="LabelSourceKind"/> has: <c>Static</c> is its last value.</summary>
        public const int Kinds = (int)LabelSourceKind.Static + 1;

        private LabelSet? _first;
    }
}
