using ArchUnitNET.Fluent.Slices;
using ArchUnitNET.Loader;
using ArchUnitNET.xUnitV3;
using static ArchUnitNET.Fluent.ArchRuleDefinition;
using Architecture = ArchUnitNET.Domain.Architecture;

namespace Tagalong.DevCluster.Tests;

public sealed class ArchitectureTests
{
    private static readonly Architecture Loaded = new ArchLoader().LoadAssemblies(typeof(DevApiServer).Assembly).Build();

    [Fact]
    public void Folders_do_not_depend_on_each_other_in_a_cycle()
    {
        var folders = SliceRuleDefinition.Slices().Matching("Tagalong.DevCluster.(*)");

        // A rule passes if its pattern matches nothing.
        Assert.Equal(
            [
                "Discovery", "Errors", "Faults", "FieldManagement", "Http", "Json", "Kinds", "Listing", "Patching",
                "Representations", "Requests", "Responses", "Security", "Selecting", "Storage", "Watching", "Writing",
            ],
            folders.GetObjects(Loaded).Select(folder => folder.Description).Order());
        folders.Should().BeFreeOfCycles().Check(Loaded);
    }

    [Fact]
    public void Folders_do_not_depend_on_the_composition_root()
    {
        var folders = Types().That().ResideInNamespaceMatching("^Tagalong\\.DevCluster\\.");
        var root = Types().That().ResideInNamespaceMatching("^Tagalong\\.DevCluster$");
        Assert.NotEmpty(folders.GetObjects(Loaded));
        Assert.Contains(root.GetObjects(Loaded), type => type.Name == nameof(DevApiServer));

        Types().That().Are(folders).Should().NotDependOnAny(root).Check(Loaded);
    }
}
