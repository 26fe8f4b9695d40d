using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Tagalong.Core.Interning;
using Tagalong.Core.Objects;
using Tagalong.Core.Rules;
using Tagalong.Core.Sources;

namespace Tagalong.Core.Labels;

/// <summary>Decides which labels of a rule's sources a target gets, and why it does not get the others.</summary>
internal readonly ref struct LabelSelection
{
    private readonly ObjectSnapshot _target;
    private readonly LabelRule _rule;
    private readonly List<Label> _taken;
    private readonly List<SkippedLabel> _skipped;

    private LabelSelection(ObjectSnapshot target, LabelRule rule) =>
        (_target, _rule, _taken, _skipped) = (target, rule, ListPool<Label>.Take(), ListPool<SkippedLabel>.Take());

    public ReadOnlySpan<Label> Taken => CollectionsMarshal.AsSpan(_taken);

    public static LabelSelection From(ObjectSnapshot target, LabelRule rule, SourceLabels sources, List<LabelOrigin>? origins)
    {
        var wanted = new LabelSelection(target, rule);
        foreach (var source in rule.Sources)
        {
            var definition = SourceTable.Of(source.Kind);
            var labels = definition.LabelsWithoutRead(source, target) ?? sources[source.Kind];
            foreach (var label in labels.AsSpan())
            {
                if (definition.Member != SourceMember.Keys || source.Keys.Contains(label.Key))
                {
                    var origin = wanted.Judge(label, source.Kind);
                    wanted.Take(origin);
                    origins?.Add(origin);
                }
            }
        }

        return wanted;
    }

    public bool Has(string key) => IndexOf(key) >= 0;

    public void Skip(string key, SkipReason reason, string? detail = null)
    {
        if (IndexOfSkipped(key) < 0)
        {
            _skipped.Add(new SkippedLabel(key, reason, detail));
        }
    }

    public ImmutableArray<SkippedLabel> SkippedLabels() => [.. _skipped];

    public void Dispose()
    {
        ListPool<Label>.Return(_taken);
        ListPool<SkippedLabel>.Return(_skipped);
    }

    private LabelOrigin Judge(Label source, LabelSourceKind kind)
    {
        var label = source with { Key = _rule.TargetKey(source.Key) };
        var origin = new LabelOrigin(label, kind, source.Key);
        if (_rule.Evaluate(source.Key) is { } reason)
        {
            return origin with { Skipped = reason };
        }

        if (IndexOf(label.Key) is >= 0 and var earlier)
        {
            return origin with { Skipped = SkipReason.EarlierSource, Detail = _taken[earlier].Value };
        }

        if (_target.SelectorKeys.Contains(label.Key) && !(kind == LabelSourceKind.PodTemplate && label == source))
        {
            return origin with { Skipped = SkipReason.InSelector };
        }

        // Kubernetes has accepted what the target has.
        if (_target.Labels.Contains(label))
        {
            return origin;
        }

        if (LabelSyntax.KeyError(label.Key) is { } keyFault)
        {
            return origin with { Skipped = SkipReason.InvalidKey, Detail = keyFault };
        }

        return LabelSyntax.ValueError(label.Value) is { } valueFault
            ? origin with { Skipped = SkipReason.InvalidValue, Detail = valueFault }
            : origin;
    }

    private void Take(LabelOrigin origin)
    {
        var label = origin.Label;
        switch (origin.Skipped)
        {
            case null:
                if (IndexOfSkipped(label.Key) is >= 0 and var skipped)
                {
                    _skipped.RemoveAt(skipped);
                }

                _taken.Add(label);
                break;
            case SkipReason.EarlierSource when origin.Detail == label.Value:
                break;
            case SkipReason.EarlierSource or SkipReason.InvalidKey or SkipReason.InvalidValue:
                Skip(label.Key, origin.Skipped.Value, origin.Detail);
                break;
            case { } reason:
                SkipUnlessThere(label, reason);
                break;
        }
    }

    /// <summary>A label that the target has anyway, or gets from another source, is not skipped.</summary>
    private void SkipUnlessThere(Label label, SkipReason reason)
    {
        if (!_target.Labels.Contains(label) && !Has(label.Key))
        {
            Skip(label.Key, reason);
        }
    }

    private int IndexOf(string key)
    {
        var taken = Taken;
        for (var i = 0; i < taken.Length; i++)
        {
            if (taken[i].Key == key)
            {
                return i;
            }
        }

        return -1;
    }

    private int IndexOfSkipped(string key)
    {
        for (var i = 0; i < _skipped.Count; i++)
        {
            if (_skipped[i].Key == key)
            {
                return i;
            }
        }

        return -1;
    }
}
