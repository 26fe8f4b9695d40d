using System.Collections.Immutable;
using Tagalong.Core.Interning;
using Tagalong.Core.Objects;
using Tagalong.Core.Rules;

namespace Tagalong.Core.Labels;

/// <summary>
/// Decides, without asking or changing anything, which labels an object is to have: a function of the object, its sources
/// and the rule alone.
/// </summary>
public static class LabelPlanner
{
    /// <summary>The name under which Tagalong owns what it writes, in <c>managedFields</c>.</summary>
    public const string FieldManager = "tagalong";

    /// <summary>Makes the plan.</summary>
    /// <param name="target">The object.</param>
    /// <param name="rule">The rule that applies to it.</param>
    /// <param name="sources">What the rule's sources have.</param>
    public static LabelPlan Plan(ObjectSnapshot target, LabelRule rule, SourceLabels sources)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(sources);

        using var wanted = WantedLabels.From(target, rule, sources);
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
            else if (ownKeys.Contains(label.Key))
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

    /// <summary>The labels that the sources have for an object, those that it has already included, each with where it comes from.</summary>
    /// <inheritdoc cref="Plan" path="/param"/>
    public static ImmutableArray<LabelOrigin> Origins(ObjectSnapshot target, LabelRule rule, SourceLabels sources)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(sources);
        var origins = new List<LabelOrigin>();
        WantedLabels.From(target, rule, sources, origins).Dispose();
        return [.. origins.Where(static origin => origin.Skipped is null)];
    }

    private static ImmutableArray<string> OwnKeys(ObjectSnapshot target)
    {
        var keys = ImmutableArray<string>.Empty;
        foreach (var manager in target.LabelManagers.GetValueOrDefault([]))
        {
            if (manager.IsApplied && manager.Manager == FieldManager)
            {
                keys = keys.IsEmpty ? manager.Keys : keys.Union(manager.Keys).ToImmutableArray();
            }
        }

        return keys;
    }

    private static string? OwnerOf(ObjectSnapshot target, string key)
    {
        foreach (var manager in target.LabelManagers.GetValueOrDefault([]))
        {
            if (manager.Keys.Contains(key))
            {
                return manager.Manager;
            }
        }

        return null;
    }

    /// <summary>Taking such a label away could make a controller lose the object, whoever put it there.</summary>
    private static bool MustStay(ObjectSnapshot target, string key) =>
        ProtectedKeys.Cover(target.GroupKind, key) || target.SelectorKeys.Contains(key);

    /// <summary>
    /// Whether, of an object that does not say who owns what, Tagalong may own a label in such a way that it matters: one
    /// that is to change or go, or that a write would have to name again lest the API server remove it.
    /// </summary>
    private static bool MayOwn(ObjectSnapshot target, in WantedLabels wanted)
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
