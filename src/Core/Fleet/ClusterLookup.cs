using Tagalong.Core.Outcomes;

namespace Tagalong.Core.Fleet;

/// <summary>The cluster of an event.</summary>
/// <param name="Cluster">The cluster, or null.</param>
/// <param name="Failure">Why there is none; without meaning where there is one.</param>
internal readonly record struct ClusterLookup(Cluster? Cluster, Failure Failure);
