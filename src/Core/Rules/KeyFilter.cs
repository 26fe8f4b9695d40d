using System.Collections.Immutable;
using Tagalong.Core.Objects;

namespace Tagalong.Core.Rules;

/// <summary>Decides by patterns which keys of a source a rule copies.</summary>
internal static class KeyFilter
{
    /// <summary>
    /// Evaluates a key of a source: <paramref name="exclude"/> wins; then a pattern in <paramref name="include"/> must match.
    /// For a key that is excluded by default, a pattern of nothing but <c>*</c> is not enough.
    /// </summary>
    /// <returns>Why the key is not copied, or null if it is.</returns>
    public static SkipReason? Evaluate(string key, ImmutableArray<Glob> include, ImmutableArray<Glob> exclude)
    {
        foreach (var pattern in exclude)
        {
            if (pattern.Matches(key))
            {
                return SkipReason.ExcludedByRule;
            }
        }

        var hasCatchAll = false;
        foreach (var pattern in include)
        {
            if (pattern.IsCatchAll)
            {
                hasCatchAll = true;
            }
            else if (pattern.Matches(key))
            {
                return null;
            }
        }

        return !hasCatchAll ? SkipReason.NotIncluded
            : DefaultExclusions.Cover(key) ? SkipReason.ExcludedByDefault
            : null;
    }
}
