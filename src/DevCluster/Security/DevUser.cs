namespace Tagalong.DevCluster.Security;

/// <summary>A user of the API server. Requests that no rule allows are forbidden, except discovery and health.</summary>
/// <param name="Name">Such as <c>system:serviceaccount:tagalong:tagalong</c>.</param>
/// <param name="Token">The bearer token. Must differ from every other user's.</param>
/// <param name="Rules">The rights of the user.</param>
public sealed record DevUser(string Name, string Token, IReadOnlyList<AccessRule> Rules);
