namespace Tagalong.Core.PolicyFiles;

/// <summary>Refuses patterns in <c>include</c> that <c>exclude</c> leaves nothing of.</summary>
internal static class PatternChecks
{
    public static void Check(DeclaredRule rule, PolicyErrors faults)
    {
        if (rule.Include is { IsEmpty: true } || rule.Exclude is not { } exclude)
        {
            return;
        }

        if (rule.Include is null)
        {
            foreach (var pattern in exclude.Where(pattern => pattern.Value.IsCatchAll))
            {
                faults.Add(pattern.Place, "leaves no key at all; exclude less");
            }
        }

        foreach (var include in rule.Include ?? [])
        {
            // A star in the one can only be matched by a star in the other, so this holds for every key that fits.
            if (exclude.FirstOrDefault(pattern => pattern.Value.Matches(include.Value.Text)) is { Value: not null } covering)
            {
                faults.Add(include.Place, $"can never match: {covering.Place.Path} excludes every such key; take one of the two away");
            }
        }
    }
}
