using Tagalong.Testing;

namespace Tagalong.Hosting.Tests;

public class ArchitectureTests
{
    [Fact]
    public void Folders_are_layers() => FolderLayers.AssertAcyclic(typeof(WebHosts).Assembly, "Tagalong.Hosting");
}
