namespace Tagalong.DevCluster.Security;

/// <summary>A user of the API server. What no rule allows is forbidden; discovery and health are open to every user.</summary>
/// <param name="Name">Such as <c>system:serviceaccount:tagalong:tagalong</c>.</param>
/// <param name="Token">The bearer token. Must differ from every other user's.</param>
/// <param name="Rules">What the user may do.</param>
public sealed record DevUser(string Name, string Token, IReadOnlyList<AccessRule> Rules);
