namespace Tagalong.Cluster.Tests;

/// <summary>For tests that do something to the whole cluster: they run after all others, one after the other.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
