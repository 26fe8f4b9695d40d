using Tagalong.Testing;

namespace Tagalong.Server.Tests;

public class ArchitectureTests
{
    [Fact]
    public void Folders_are_layers() => FolderLayers.AssertAcyclic(typeof(ServerHost).Assembly, "Tagalong.Server");

    [Fact]
    public void Only_the_composition_root_is_public() =>
        Assert.Equal([typeof(ServerHost)], typeof(ServerHost).Assembly.GetExportedTypes().Where(static type => type.Namespace is not null));
}
