using System.Collections.Immutable;
using Tagalong.Core.Objects;

namespace Tagalong.Core.Rules;

/// <summary>
/// Keys that say who deploys or runs an object. Copied to a child they would claim it for that tool, so they stay behind
/// unless a rule's <c>include</c> names them.
/// </summary>
public static class DefaultExclusions
{
    private const string ManagedBy = "app.kubernetes.io/managed-by";
    private const string CommonLabels = "app.kubernetes.io/";

    /// <summary>The patterns; <c>app.kubernetes.io/*</c>, which everybody uses for their own labels, is not meant by them.</summary>
    public static ImmutableArray<Glob> Patterns { get; } =
    [
        new("argocd.argoproj.io/*"),
        new("helm.sh/*"),
        new(ManagedBy),
        new("kubernetes.io/*"),
        new("*.kubernetes.io/*"),
        new("k8s.io/*"),
        new("*.k8s.io/*"),
    ];

    /// <summary>Whether a key is excluded by default.</summary>
    public static bool Cover(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (!key.Contains('/') || key == ManagedBy)
        {
            return key == ManagedBy;
        }

        if (key.StartsWith(CommonLabels, StringComparison.Ordinal))
        {
            return false;
        }

        foreach (var pattern in Patterns)
        {
            if (pattern.Matches(key))
            {
                return true;
            }
        }

        return false;
    }
}
