using System.Collections.Immutable;
using Tagalong.Core.Objects;

namespace Tagalong.Core.Labels;

/// <summary>Adds up what one or several writes did to an object's labels, as far as they were Tagalong's doing.</summary>
internal sealed class LabelChanges
{
    private readonly HashSet<string> _keys = [];
    private LabelSet? _before;
    private LabelSet _after = LabelSet.Empty;

    /// <summary>The labels that were not there before and are now.</summary>
    public LabelSet Added => Of(key => _before?[key] is null && _after[key] is not null);

    /// <summary>The labels that were there before with another value.</summary>
    public LabelSet Changed => Of(key => _before?[key] is { } before && _after[key] is { } after && before != after);

    /// <summary>The keys that are there no more.</summary>
    public ImmutableArray<string> Removed =>
        _keys.Count == 0 ? [] : [.. _keys.Where(key => _before?[key] is not null && _after[key] is null).Order(StringComparer.Ordinal)];

    /// <summary>Takes note of a write.</summary>
    /// <param name="plan">What was to be done.</param>
    /// <param name="applied">The part of it that was done.</param>
    /// <param name="before">The object as the plan knew it.</param>
    /// <param name="after">The object as it is.</param>
    public void Note(LabelPlan plan, LabelSet applied, ObjectSnapshot before, ObjectSnapshot after)
    {
        _before ??= before.Labels;
        _after = after.Labels;
        _keys.UnionWith(plan.Added.Concat(plan.Changed).Select(static label => label.Key).Where(applied.ContainsKey));
        _keys.UnionWith(plan.Removed);
    }

    private LabelSet Of(Func<string, bool> isSo) =>
        _keys.Count == 0 ? LabelSet.Empty : LabelSet.From(_keys.Where(isSo).Select(key => new Label(key, _after[key]!)));
}
