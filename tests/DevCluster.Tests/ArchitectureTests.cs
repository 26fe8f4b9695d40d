using Tagalong.Testing;

namespace Tagalong.DevCluster.Tests;

public sealed class ArchitectureTests
{
    [Fact]
    public void Folders_do_not_depend_on_each_other_in_a_cycle_or_on_the_composition_root() =>
        FolderLayers.AssertAcyclic(typeof(DevApiServer).Assembly, "Tagalong.DevCluster");
}
