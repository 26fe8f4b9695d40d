using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Tagalong.Core.Objects;
using Tagalong.Core.Policies;

namespace Tagalong.Core.Labels;

/// <summary>Collects from a rule's sources the labels that a target should have, and why it should not have the others.</summary>
internal sealed class WantedLabels(ObjectSnapshot target, LabelRule rule)
{
    private readonly List<Label> _taken = new(8);
    private readonly List<SkippedLabel> _skipped = new(4);

    public ReadOnlySpan<Label> Taken => CollectionsMarshal.AsSpan(_taken);

    public static WantedLabels From(ObjectSnapshot target, LabelRule rule, SourceLabels sources)
    {
        var wanted = new WantedLabels(target, rule);
        foreach (var source in rule.Sources)
        {
            switch (source.Kind)
            {
                case LabelSourceKind.PodTemplate:
                    wanted.TakeFiltered(target.PodTemplateLabels, isPodTemplate: true);
                    break;
                case LabelSourceKind.Owner:
                    wanted.TakeFiltered(sources.Owner);
                    break;
                case LabelSourceKind.OwnersOwner:
                    wanted.TakeFiltered(sources.OwnersOwner);
                    break;
                case LabelSourceKind.Namespace:
                    wanted.TakeListed(source.Keys, sources.Namespace);
                    break;
                case LabelSourceKind.Static:
                    foreach (var label in source.Values.AsSpan())
                    {
                        wanted.Take(label, isPodTemplate: false);
                    }

                    break;
            }
        }

        return wanted;
    }

    public bool Has(string key) => IndexOf(key) >= 0;

    public void Skip(string key, SkipReason reason, string? detail = null)
    {
        foreach (var skipped in _skipped)
        {
            if (skipped.Key == key)
            {
                return;
            }
        }

        _skipped.Add(new SkippedLabel(key, reason, detail));
    }

    public ImmutableArray<SkippedLabel> SkippedLabels() => [.. _skipped];

    private void TakeFiltered(LabelSet labels, bool isPodTemplate = false)
    {
        foreach (var label in labels.AsSpan())
        {
            if (SkipReasonOf(KeyFilter.Judge(label.Key, rule.Include, rule.Exclude)) is { } reason)
            {
                SkipUnlessThere(Renamed(label), reason);
            }
            else
            {
                Take(Renamed(label), isPodTemplate);
            }
        }
    }

    /// <summary>A key that the policy spells out is wanted: patterns and default exclusions do not touch it.</summary>
    private void TakeListed(ImmutableArray<string> keys, LabelSet labels)
    {
        foreach (var key in keys)
        {
            if (labels.TryGetValue(key, out var value))
            {
                Take(Renamed(new Label(key, value)), isPodTemplate: false);
            }
        }
    }

    private void Take(Label label, bool isPodTemplate)
    {
        if (Has(label.Key))
        {
            return;
        }

        if (ProtectedKeys.Cover(target.GroupKind, label.Key))
        {
            SkipUnlessThere(label, SkipReason.Protected);
        }
        else if (target.SelectorKeys.Contains(label.Key)
            && !(isPodTemplate && target.PodTemplateLabels.Contains(label)))
        {
            SkipUnlessThere(label, SkipReason.InSelector);
        }
        else if (LabelSyntax.KeyFault(label.Key) is { } keyFault)
        {
            Skip(label.Key, SkipReason.InvalidKey, keyFault);
        }
        else if (LabelSyntax.ValueFault(label.Value) is { } valueFault)
        {
            Skip(label.Key, SkipReason.InvalidValue, valueFault);
        }
        else
        {
            _skipped.RemoveAll(skipped => skipped.Key == label.Key);
            _taken.Add(label);
        }
    }

    /// <summary>What the target has anyway, or gets from another source, was not withheld from it.</summary>
    private void SkipUnlessThere(Label label, SkipReason reason)
    {
        if (!target.Labels.Contains(label) && !Has(label.Key))
        {
            Skip(label.Key, reason);
        }
    }

    private Label Renamed(Label label) =>
        rule.Rename.TryGetValue(label.Key, out var key) ? label with { Key = key } : label;

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

    private static SkipReason? SkipReasonOf(KeyVerdict verdict) => verdict switch
    {
        KeyVerdict.Taken => null,
        KeyVerdict.Excluded => SkipReason.ExcludedByRule,
        KeyVerdict.NotIncluded => SkipReason.NotIncluded,
        KeyVerdict.ExcludedByDefault => SkipReason.ExcludedByDefault,
        KeyVerdict.Protected => SkipReason.Protected,
    };
}
