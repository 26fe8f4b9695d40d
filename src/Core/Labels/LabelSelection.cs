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

    /// <summary>Where the keys are in the lists, if there are too many to search the lists; else null.</summary>
    private readonly Dictionary<string, int>? _takenAt;
    private readonly Dictionary<string, int>? _skippedAt;

    private LabelSelection(ObjectSnapshot target, LabelRule rule, bool hasMany)
    {
        (_target, _rule, _taken, _skipped) = (target, rule, ListPool<Label>.Take(), ListPool<SkippedLabel>.Take());
        if (hasMany)
        {
            _takenAt = new(StringComparer.Ordinal);
            _skippedAt = new(StringComparer.Ordinal);
        }
    }

    public ReadOnlySpan<Label> Taken => CollectionsMarshal.AsSpan(_taken);

    public static LabelSelection From(ObjectSnapshot target, LabelRule rule, SourceLabels sources, List<LabelOrigin>? origins)
    {
        var count = 0;
        foreach (var source in rule.Sources)
        {
            count += LabelsOf(source, target, sources).Count;
        }

        var wanted = new LabelSelection(target, rule, hasMany: count > LabelKeys.Few);
        foreach (var source in rule.Sources)
        {
            var definition = SourceTable.Of(source.Kind);
            foreach (var label in LabelsOf(source, target, sources).AsSpan())
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
            _skippedAt?[key] = _skipped.Count;
            _skipped.Add(new SkippedLabel(key, reason, detail));
        }
    }

    public ImmutableArray<SkippedLabel> SkippedLabels() => _skippedAt is null ? [.. _skipped] : [.. _skipped.Where(static skipped => skipped.Key is not null)];

    public void Dispose()
    {
        ListPool<Label>.Return(_taken);
        ListPool<SkippedLabel>.Return(_skipped);
    }

    private static LabelSet LabelsOf(LabelSource source, ObjectSnapshot target, SourceLabels sources) =>
        SourceTable.Of(source.Kind).LabelsWithoutRead(source, target) ?? sources[source.Kind];

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

        if (_target.SelectorKeys.Has(label.Key) && !(kind == LabelSourceKind.PodTemplate && label == source))
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
                    RemoveSkipped(label.Key, skipped);
                }

                _takenAt?[label.Key] = _taken.Count;
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

    private void RemoveSkipped(string key, int at)
    {
        if (_skippedAt is null)
        {
            _skipped.RemoveAt(at);
            return;
        }

        // The positions after it stay as they are.
        _skipped[at] = default;
        _skippedAt.Remove(key);
    }

    private int IndexOf(string key)
    {
        if (_takenAt is not null)
        {
            return _takenAt.GetValueOrDefault(key, -1);
        }

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
        if (_skippedAt is not null)
        {
            return _skippedAt.GetValueOrDefault(key, -1);
        }

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
