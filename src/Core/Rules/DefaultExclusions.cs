using System.Collections.Immutable;
using Tagalong.Core.Objects;

namespace Tagalong.Core.Rules;

/// <summary>
/// Keys that say which tool deploys or runs an object. On a child they would claim the child for that tool, so a rule copies
/// them only if its <c>include</c> names them.
/// </summary>
public static class DefaultExclusions
{
    private const string ManagedBy = "app.kubernetes.io/managed-by";
    private const string CommonLabels = "app.kubernetes.io/";

    /// <summary>The patterns. They do not cover <c>app.kubernetes.io/*</c>, the recommended labels, except <c>managed-by</c>.</summary>
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

    internal static bool Cover(string key)
    {
        if (!key.Contains('/') || key.StartsWith(CommonLabels, StringComparison.Ordinal))
        {
            return key == ManagedBy;
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
