using System.Collections.Immutable;
using Tagalong.Core.Objects;

namespace Tagalong.Core.Labels;

/// <summary>Adds up Tagalong's changes to an object's labels over one or several writes.</summary>
internal sealed class LabelChanges
{
    private readonly HashSet<string> _keys = [];
    private LabelSet? _before;
    private LabelSet _after = LabelSet.Empty;

    public LabelSet Added => Of(key => _before?[key] is null && _after[key] is not null);

    public LabelSet Changed => Of(key => _before?[key] is { } before && _after[key] is { } after && before != after);

    public ImmutableArray<string> Removed =>
        _keys.Count == 0 ? [] : [.. _keys.Where(key => _before?[key] is not null && _after[key] is null).Order(StringComparer.Ordinal)];

    /// <summary>Adds a write.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="applied">The part of the plan that was written.</param>
    /// <param name="before">The object that the plan was made for.</param>
    /// <param name="after">The object after the write.</param>
    public void Add(LabelPlan plan, LabelSet applied, ObjectSnapshot before, ObjectSnapshot after)
    {
        _before ??= before.Labels;
        _after = after.Labels;
        _keys.UnionWith(plan.Added.Concat(plan.Changed).Select(static label => label.Key).Where(applied.ContainsKey));
        _keys.UnionWith(plan.Removed);
    }

    private LabelSet Of(Func<string, bool> isWanted) =>
        _keys.Count == 0 ? LabelSet.Empty : LabelSet.From(_keys.Where(isWanted).Select(key => new Label(key, _after[key]!)));
}
