namespace Tagalong.DevCluster.Security;

/// <summary>A right of a user, in the terms of an RBAC rule.</summary>
/// <param name="Verbs">Such as <c>get</c>, <c>list</c>, <c>patch</c>; <c>*</c> for all.</param>
/// <param name="Group">The API group; empty for the core group, <c>*</c> for all.</param>
/// <param name="Resources">Such as <c>replicasets</c> or <c>rollouts/status</c>; <c>*</c> for all.</param>
public sealed record AccessRule(IReadOnlyList<string> Verbs, string Group, IReadOnlyList<string> Resources)
{
    private const string Any = "*";

    /// <summary>Allows everything.</summary>
    public static AccessRule Everything { get; } = new([Any], Any, [Any]);

    /// <summary>The namespace in which the rule holds; null for all, and for cluster-scoped objects.</summary>
    public string? Namespace { get; init; }

    internal bool Allows(string verb, string group, string resource, string? @namespace) =>
        (Verbs.Contains(Any) || Verbs.Contains(verb))
        && (Group == Any || Group == group)
        && (Resources.Contains(Any) || Resources.Contains(resource))
        && (Namespace is null || Namespace == @namespace);
}
