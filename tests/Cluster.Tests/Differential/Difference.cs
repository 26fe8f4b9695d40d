namespace Tagalong.Cluster.Tests.Differential;

/// <summary>One field in which two responses differ.</summary>
/// <param name="Path"><c>status</c>, <c>header Allow</c>, or the path of a field of the body, <c>.metadata.labels["team"]</c>.</param>
/// <param name="Real">The value from the real server, as JSON.</param>
/// <param name="Dev">The value from the dev cluster, as JSON.</param>
internal sealed record Difference(string Path, string Real, string Dev);
