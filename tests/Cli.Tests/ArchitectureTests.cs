using ArchUnitNET.Loader;
using ArchUnitNET.xUnitV3;
using Tagalong.DevCluster;
using Tagalong.Testing;
using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace Tagalong.Cli.Tests;

/// <summary>Which folder may depend on which.</summary>
public class ArchitectureTests
{
    private static readonly System.Reflection.Assembly Cli = typeof(CommandLine).Assembly;

    [Fact]
    public void Folders_are_layers() => FolderLayers.AssertAcyclic(Cli, "Tagalong.Cli");

    [Fact]
    public void Only_the_demo_depends_on_the_dev_cluster()
    {
        var loaded = new ArchLoader().LoadAssemblies(Cli, typeof(DevApiServer).Assembly).Build();
        var devCluster = Types().That().ResideInNamespaceMatching("^Tagalong\\.DevCluster(\\.|$)");
        var product = Types().That().ResideInNamespaceMatching("^Tagalong\\.Cli(\\.|$)").And().DoNotResideInNamespaceMatching("^Tagalong\\.Cli\\.Demo$");
        Assert.NotEmpty(devCluster.GetObjects(loaded));
        Assert.NotEmpty(product.GetObjects(loaded));

        Types().That().Are(product).Should().NotDependOnAny(devCluster).Check(loaded);
    }
}
