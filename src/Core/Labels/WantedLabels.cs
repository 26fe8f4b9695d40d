using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Tagalong.Core.Objects;
using Tagalong.Core.Policies;

namespace Tagalong.Core.Labels;

/// <summary>Collects from a rule's sources the labels that a target should have, and why it should not have the others.</summary>
internal readonly ref struct WantedLabels
{
    private readonly ObjectSnapshot _target;
    private readonly LabelRule _rule;
    private readonly List<Label> _taken;
    private readonly List<SkippedLabel> _skipped;

    private WantedLabels(ObjectSnapshot target, LabelRule rule) =>
        (_target, _rule, _taken, _skipped) = (target, rule, Scratch<Label>.Take(), Scratch<SkippedLabel>.Take());

    public ReadOnlySpan<Label> Taken => CollectionsMarshal.AsSpan(_taken);

    public static WantedLabels From(ObjectSnapshot target, LabelRule rule, SourceLabels sources)
    {
        var wanted = new WantedLabels(target, rule);
        foreach (var source in rule.Sources)
        {
            foreach (var label in LabelsOf(source, target, sources).AsSpan())
            {
                if (source.Kind != LabelSourceKind.Namespace || source.Keys.Contains(label.Key))
                {
                    wanted.Take(label, isPodTemplate: source.Kind == LabelSourceKind.PodTemplate);
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
        Scratch<Label>.Return(_taken);
        Scratch<SkippedLabel>.Return(_skipped);
    }

    private static LabelSet LabelsOf(LabelSource source, ObjectSnapshot target, SourceLabels sources) => source.Kind switch
    {
        LabelSourceKind.PodTemplate => target.PodTemplateLabels,
        LabelSourceKind.Owner => sources.Owner,
        LabelSourceKind.OwnersOwner => sources.OwnersOwner,
        LabelSourceKind.Namespace => sources.Namespace,
        LabelSourceKind.Static => source.Values,
    };

    private void Take(Label source, bool isPodTemplate)
    {
        var label = source with { Key = _rule.TargetKey(source.Key) };
        if (SkipReasonOf(_rule.Judge(source.Key)) is { } reason)
        {
            SkipUnlessThere(label, reason);
        }
        else if (IndexOf(label.Key) is >= 0 and var earlier)
        {
            if (_taken[earlier].Value != label.Value)
            {
                Skip(label.Key, SkipReason.EarlierSource, _taken[earlier].Value);
            }
        }
        else if (_target.SelectorKeys.Contains(label.Key) && !(isPodTemplate && label == source))
        {
            SkipUnlessThere(label, SkipReason.InSelector);
        }
        else if (RefusalOf(label) is { } refused)
        {
            Skip(refused.Key, refused.Reason, refused.Detail);
        }
        else
        {
            if (IndexOfSkipped(label.Key) is >= 0 and var skipped)
            {
                _skipped.RemoveAt(skipped);
            }

            _taken.Add(label);
        }
    }

    /// <summary>What the target has anyway, or gets from another source, was not withheld from it.</summary>
    private void SkipUnlessThere(Label label, SkipReason reason)
    {
        if (!_target.Labels.Contains(label) && !Has(label.Key))
        {
            Skip(label.Key, reason);
        }
    }

    /// <summary>Why Kubernetes would refuse a label; null if it would not. What the target has, it took already.</summary>
    private SkippedLabel? RefusalOf(Label label)
    {
        if (_target.Labels.Contains(label))
        {
            return null;
        }

        if (LabelSyntax.KeyFault(label.Key) is { } keyFault)
        {
            return new SkippedLabel(label.Key, SkipReason.InvalidKey, keyFault);
        }

        return LabelSyntax.ValueFault(label.Value) is { } valueFault ? new SkippedLabel(label.Key, SkipReason.InvalidValue, valueFault) : null;
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

    private static SkipReason? SkipReasonOf(KeyVerdict verdict) => verdict switch
    {
        KeyVerdict.Taken => null,
        KeyVerdict.Excluded => SkipReason.ExcludedByRule,
        KeyVerdict.NotIncluded => SkipReason.NotIncluded,
        KeyVerdict.ExcludedByDefault => SkipReason.ExcludedByDefault,
        KeyVerdict.Protected => SkipReason.Protected,
    };
}
