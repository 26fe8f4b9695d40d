namespace Tagalong.Cluster.Tests.Differential;

/// <summary>One field in which two answers differ.</summary>
/// <param name="Path"><c>status</c>, <c>header Allow</c>, or the path of a field of the body, <c>.metadata.labels["team"]</c>.</param>
/// <param name="Real">What the real server answered, as JSON.</param>
/// <param name="Dev">What the dev cluster answered, as JSON.</param>
internal sealed record Difference(string Path, string Real, string Dev);
