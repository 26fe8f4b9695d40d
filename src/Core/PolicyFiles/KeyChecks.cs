using Tagalong.Core.Objects;
using Tagalong.Core.Rules;
using Tagalong.Core.Sources;
using Tagalong.Core.Text;

namespace Tagalong.Core.PolicyFiles;

/// <summary>
/// Refuses keys that a rule spells out and that would never come to stand on a target, or would fight over it: what is
/// written down is meant to happen.
/// </summary>
internal static class KeyChecks
{
    public static void Check(DeclaredRule rule, PolicyErrors faults)
    {
        foreach (var source in rule.Sources)
        {
            foreach (var key in source.Keys)
            {
                CheckSpelledOut(rule, source, key, faults);
            }
        }

        CheckRenames(rule, faults);
    }

    private static void CheckSpelledOut(DeclaredRule rule, DeclaredSource source, Placed<string> key, PolicyErrors faults)
    {
        if (RenameOf(rule, key.Value) is not { } rename)
        {
            RefuseProtected(rule, key.Value, key.Place, faults);
        }
        else if (SourceTable.Of(source.Source.Kind).Member == SourceMember.Values)
        {
            faults.Add(key.Place, $"is renamed by {rename.Place.Path}; write {Quoted.Text(rename.Value.Value)} here");
        }

        RefuseUntaken(rule, key, faults);
    }

    private static void CheckRenames(DeclaredRule rule, PolicyErrors faults)
    {
        var taken = new Dictionary<string, Placed<Label>>();
        foreach (var rename in rule.Rename)
        {
            var (from, to) = (rename.Value.Key, rename.Value.Value);
            if (from == to)
            {
                faults.Add(rename.Place, "is renamed to itself; take it away");
            }
            else if (!taken.TryAdd(to, rename))
            {
                faults.Add(rename.Place, $"becomes {Quoted.Text(to)}, as {taken[to].Place.Path} does; keep one");
            }

            RefuseProtected(rule, to, rename.Place, faults);
            RefuseUntaken(rule, new(from, rename.Place), faults);
        }
    }

    private static void RefuseProtected(DeclaredRule rule, string targetKey, YamlPlace place, PolicyErrors faults)
    {
        if (ProtectedKeys.Cover(rule.Target?.Value.GroupKind ?? default(GroupKind), targetKey))
        {
            faults.Add(place, $"would write {Quoted.Text(targetKey)}, by which controllers find their objects; it is never written, so take it away");
        }
    }

    private static void RefuseUntaken(DeclaredRule rule, Placed<string> key, PolicyErrors faults)
    {
        if (rule.Include is { IsEmpty: true })
        {
            // A pattern was at fault; what the others would take is not known.
            return;
        }

        var reason = KeyFilter.Judge(key.Value, rule.IncludePatterns, rule.ExcludePatterns) switch
        {
            KeyVerdict.Excluded => "'exclude' matches it; exclude less, or take the key away",
            KeyVerdict.NotIncluded => "no pattern in 'include' matches it; add the key there",
            KeyVerdict.ExcludedByDefault => "it belongs to another tool and is excluded by default; add the key to 'include' beside '*'",
            KeyVerdict.Taken or KeyVerdict.Protected => null,
        };
        if (reason is not null)
        {
            faults.Add(key.Place, $"never takes {Quoted.Text(key.Value)}: {reason}");
        }
    }

    private static Placed<Label>? RenameOf(DeclaredRule rule, string key)
    {
        foreach (var rename in rule.Rename)
        {
            if (rename.Value.Key == key)
            {
                return rename;
            }
        }

        return null;
    }
}
