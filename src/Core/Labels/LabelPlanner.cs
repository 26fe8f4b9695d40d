using System.Collections.Immutable;
using Tagalong.Core.Interning;
using Tagalong.Core.Objects;
using Tagalong.Core.Rules;
using Tagalong.Core.Sources;

namespace Tagalong.Core.Labels;

/// <summary>Plans the write that gives an object its labels: a pure function of the object, its sources and the rule.</summary>
/// <remarks><see cref="LabelSelection"/> decides which labels the sources give, and why not the others.</remarks>
public static class LabelPlanner
{
    /// <summary>Tagalong's field manager: the name under which <c>managedFields</c> shows what it wrote.</summary>
    public const string FieldManager = "tagalong";

    /// <summary>The labels that the sources have for an object, including those that it has already, each with its source.</summary>
    /// <param name="target">The object.</param>
    /// <param name="rule">The rule that applies to it.</param>
    /// <param name="sources">The labels of the rule's sources.</param>
    public static ImmutableArray<LabelOrigin> Origins(ObjectSnapshot target, LabelRule rule, SourceLabels sources)
    {
        var origins = new List<LabelOrigin>();
        Plan(target, rule, sources, origins);
        return [.. origins.Where(static origin => origin.Skipped is null)];
    }

    /// <summary>Makes the plan, and fills <c>origins</c>, unless it is null, with each label of each source and whether the target gets it.</summary>
    internal static LabelPlan Plan(ObjectSnapshot target, LabelRule rule, SourceLabels sources, List<LabelOrigin>? origins = null)
    {
        using var wanted = LabelSelection.From(target, rule, sources, origins);
        var ownKeys = OwnKeys(target);
        var owned = ListPool<Label>.Take();
        var added = ListPool<Label>.Take();
        var changed = ListPool<Label>.Take();
        var removed = ListPool<string>.Take();

        foreach (var label in wanted.Taken)
        {
            if (!target.Labels.TryGetValue(label.Key, out var value))
            {
                added.Add(label);
                owned.Add(label);
            }
            else if (ownKeys.Has(label.Key))
            {
                owned.Add(label);
                if (value != label.Value)
                {
                    changed.Add(label);
                }
            }
            else if (value != label.Value)
            {
                wanted.Skip(label.Key, SkipReason.OwnedByAnother, OwnerOf(target, label.Key));
            }
        }

        foreach (var key in ownKeys)
        {
            if (wanted.Has(key) || !target.Labels.TryGetValue(key, out var value))
            {
                continue;
            }

            if (MustStay(target, key))
            {
                owned.Add(new Label(key, value));
            }
            else
            {
                removed.Add(key);
            }
        }

        return new LabelPlan
        {
            Owned = LabelSet.Collected(owned),
            Added = LabelSet.Collected(added),
            Changed = LabelSet.Collected(changed),
            Removed = InternedArrays<string>.Of(removed),
            Skipped = wanted.SkippedLabels(),
            LacksOwnership = target.LabelManagers is null && MayOwn(target, wanted),
        };
    }

    private static ImmutableArray<string> OwnKeys(ObjectSnapshot target)
    {
        var keys = ImmutableArray<string>.Empty;
        foreach (var manager in target.LabelManagers.GetValueOrDefault([]))
        {
            if (manager.IsApplied && manager.Manager == FieldManager)
            {
                keys = keys.IsEmpty ? manager.Keys : LabelKeys.Collected([.. keys.Union(manager.Keys)]);
            }
        }

        return keys;
    }

    private static string? OwnerOf(ObjectSnapshot target, string key)
    {
        foreach (var manager in target.LabelManagers.GetValueOrDefault([]))
        {
            if (manager.Keys.Has(key))
            {
                return manager.Manager;
            }
        }

        return null;
    }

    /// <summary>Without such a label a controller could lose the object, regardless of who wrote the label.</summary>
    private static bool MustStay(ObjectSnapshot target, string key) =>
        ProtectedKeys.Cover(target.GroupKind, key) || target.SelectorKeys.Has(key);

    /// <summary>
    /// Whether Tagalong may own a label, on an object that does not show owners, so that it matters: one that would change or be
    /// removed, or that a write would have to repeat because the API server would remove it otherwise.
    /// </summary>
    private static bool MayOwn(ObjectSnapshot target, in LabelSelection wanted)
    {
        var isComplete = true;
        foreach (var label in wanted.Taken)
        {
            isComplete &= target.Labels.Contains(label);
        }

        foreach (var label in target.Labels.AsSpan())
        {
            if (!MustStay(target, label.Key) && !(isComplete && wanted.Has(label.Key)))
            {
                return true;
            }
        }

        return false;
    }
}
