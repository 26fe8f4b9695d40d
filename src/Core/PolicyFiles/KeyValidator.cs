using Tagalong.Core.Objects;
using Tagalong.Core.Rules;
using Tagalong.Core.Sources;
using Tagalong.Core.Text;

namespace Tagalong.Core.PolicyFiles;

/// <summary>Rejects keys that a rule names in a source or in <c>rename</c> and that could never reach a target.</summary>
internal sealed class KeyValidator(DeclaredRule rule, PolicyErrors errors)
{
    public void Validate()
    {
        foreach (var source in rule.Sources)
        {
            foreach (var key in source.Keys)
            {
                ValidateKey(key, source.Source.Kind);
            }
        }

        ValidateRenames();
    }

    private void ValidateKey(Located<string> key, LabelSourceKind kind)
    {
        if (rule.Rename.FirstOrDefault(rename => rename.Value.Key == key.Value) is not { Place: not null } rename)
        {
            RejectProtected(key.Value, key.Place);
        }
        else if (SourceTable.Of(kind).Member == SourceMember.Values)
        {
            errors.Add(key.Place, $"is renamed by {rename.Place.Path}; write {Quoted.Text(rename.Value.Value)} here");
        }

        RejectSkipped(key);
    }

    private void ValidateRenames()
    {
        var targets = new Dictionary<string, YamlPlace>();
        foreach (var ((from, to), place) in rule.Rename)
        {
            if (from == to)
            {
                errors.Add(place, "is renamed to itself; remove it");
            }
            else if (!targets.TryAdd(to, place))
            {
                errors.Add(place, $"becomes {Quoted.Text(to)}, as {targets[to].Path} does; keep one");
            }

            RejectProtected(to, place);
            RejectSkipped(new(from, place));
        }
    }

    private void RejectProtected(string targetKey, YamlPlace place)
    {
        if (ProtectedKeys.Cover(rule.Target?.Value.GroupKind ?? default(GroupKind), targetKey))
        {
            errors.Add(place, $"would write {Quoted.Text(targetKey)}, which is protected: controllers select their objects by it; remove it");
        }
    }

    private void RejectSkipped(Located<string> key)
    {
        // Without its invalid patterns, the rest of 'include' does not say what the rule would copy.
        var reason = rule.Include is { IsEmpty: true } ? null : KeyFilter.Evaluate(key.Value, rule.IncludePatterns, rule.ExcludePatterns);
        var advice = reason switch
        {
            SkipReason.ExcludedByRule => "'exclude' matches it; exclude less, or remove the key",
            SkipReason.NotIncluded => "no pattern in 'include' matches it; add the key there",
            SkipReason.ExcludedByDefault => "it belongs to another tool and is excluded by default; add the key to 'include' beside '*'",
            _ => null,
        };
        if (advice is not null)
        {
            errors.Add(key.Place, $"never copies {Quoted.Text(key.Value)}: {advice}");
        }
    }
}
