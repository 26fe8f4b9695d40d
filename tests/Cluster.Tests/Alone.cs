namespace Tagalong.Cluster.Tests;

/// <summary>For tests that affect the whole cluster: they run after all others, one at a time.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
