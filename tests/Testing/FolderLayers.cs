using System.Reflection;
using ArchUnitNET.Fluent.Slices;
using ArchUnitNET.Loader;
using ArchUnitNET.xUnitV3;
using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace Tagalong.Testing;

/// <summary>The folders of a project are layers: a folder is a namespace, no folder is part of a cycle, and only the root depends on all of them.</summary>
public static class FolderLayers
{
    /// <summary>Asserts that no folder of a project depends on itself through other folders, or on the project's root namespace.</summary>
    /// <param name="project">The project's assembly.</param>
    /// <param name="root">The project's root namespace.</param>
    public static void AssertAcyclic(Assembly project, string root)
    {
        var architecture = new ArchLoader().LoadAssemblies(project).Build();
        var pattern = root.Replace(".", "\\.", StringComparison.Ordinal);
        var inFolders = Types().That().ResideInNamespaceMatching($"^{pattern}\\.");
        var inRoot = Types().That().ResideInNamespaceMatching($"^{pattern}$");

        // A rule passes if it matches nothing.
        Assert.True(inFolders.GetObjects(architecture).Select(type => type.Namespace.FullName).Distinct().Count() > 1, $"{root} has no folders.");

        SliceRuleDefinition.Slices().Matching($"{root}.(*)").Should().BeFreeOfCycles().Check(architecture);
        if (inRoot.GetObjects(architecture).Any())
        {
            Types().That().Are(inFolders).Should().NotDependOnAny(inRoot).Check(architecture);
        }
    }
}
