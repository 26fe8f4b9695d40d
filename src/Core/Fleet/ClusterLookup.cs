using Tagalong.Core.Outcomes;

namespace Tagalong.Core.Fleet;

/// <summary>Which cluster an event is about, or why none.</summary>
/// <param name="Cluster">The cluster, or null.</param>
/// <param name="Failure">Why there is none; without meaning where there is one.</param>
internal readonly record struct ClusterLookup(Cluster? Cluster, Failure Failure);
