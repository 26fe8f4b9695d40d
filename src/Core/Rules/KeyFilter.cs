using System.Collections.Immutable;
using Tagalong.Core.Objects;

namespace Tagalong.Core.Rules;

/// <summary>Which keys of a source are taken, by patterns.</summary>
public static class KeyFilter
{
    /// <summary>
    /// Judges a key as it reads in the source: <paramref name="exclude"/> wins, then the key must match a pattern in
    /// <paramref name="include"/>; a key that is excluded by default must match one there that is more than a bare
    /// <c>*</c>.
    /// </summary>
    /// <returns>Any verdict but <see cref="KeyVerdict.Protected"/>, which is about the key on the target.</returns>
    public static KeyVerdict Judge(string key, ImmutableArray<Glob> include, ImmutableArray<Glob> exclude)
    {
        foreach (var pattern in exclude)
        {
            if (pattern.Matches(key))
            {
                return KeyVerdict.Excluded;
            }
        }

        var byCatchAll = false;
        foreach (var pattern in include)
        {
            if (pattern.IsCatchAll)
            {
                byCatchAll = true;
            }
            else if (pattern.Matches(key))
            {
                return KeyVerdict.Taken;
            }
        }

        if (!byCatchAll)
        {
            return KeyVerdict.NotIncluded;
        }

        return DefaultExclusions.Cover(key) ? KeyVerdict.ExcludedByDefault : KeyVerdict.Taken;
    }
}
