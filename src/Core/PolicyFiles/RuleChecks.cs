using Tagalong.Core.Rules;
using Tagalong.Core.Sources;

namespace Tagalong.Core.PolicyFiles;

/// <summary>Checks what the parts of one rule mean together.</summary>
internal static class RuleChecks
{
    public static void Check(DeclaredRule rule, PolicyErrors faults)
    {
        CheckSources(rule, faults);
        SelectorSafety.Check(rule, faults);
        PatternChecks.Check(rule, faults);
        KeyChecks.Check(rule, faults);
    }

    /// <remarks>Listed keys and spelled-out labels may well stand in two places, before and after another source.</remarks>
    private static void CheckSources(DeclaredRule rule, PolicyErrors faults)
    {
        var seen = new HashSet<LabelSourceKind>();
        foreach (var source in rule.Sources)
        {
            if (SourceTable.Of(source.Source.Kind).Member == SourceMember.None && !seen.Add(source.Source.Kind))
            {
                faults.Add(source.Place, "is listed already, and the earlier one wins every key; take this one away");
            }
        }
    }
}
