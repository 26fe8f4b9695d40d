using ArchUnitNET.Loader;
using ArchUnitNET.xUnitV3;
using Tagalong.Testing;
using static ArchUnitNET.Fluent.ArchRuleDefinition;
using Architecture = ArchUnitNET.Domain.Architecture;

namespace Tagalong.Core.Tests;

/// <summary>Who may know whom.</summary>
public class ArchitectureTests
{
    private static readonly System.Reflection.Assembly Core = typeof(Labeler).Assembly;

    private static readonly Architecture Loaded = new ArchLoader()
        .LoadAssemblies(
            Core,
            typeof(CloudNative.CloudEvents.CloudEvent).Assembly,
            typeof(Polly.ResilienceContext).Assembly,
            typeof(YamlDotNet.Core.Parser).Assembly,
            typeof(global::Azure.Core.TokenCredential).Assembly,
            typeof(global::Azure.Identity.ManagedIdentityCredential).Assembly)
        .Build();

    /// <summary>A foreign library, and the folders of the core that may know it.</summary>
    [Theory]
    [InlineData(typeof(CloudNative.CloudEvents.CloudEvent), "CloudNative.CloudEvents", "Events")]
    [InlineData(typeof(Polly.ResilienceContext), "Polly", "ApiServer")]
    [InlineData(typeof(YamlDotNet.Core.Parser), "YamlDotNet", "PolicyFiles", "Kubeconfig", "Fleet")]
    [InlineData(typeof(global::Azure.Core.TokenCredential), "Azure", "Azure")]
    public void Foreign_types_stop_at_the_door(System.Type known, string ns, params string[] doors)
    {
        // A rule passes where its forbidden side is misspelt, so it is made sure that there is something to forbid.
        Assert.StartsWith(ns, known.Namespace, StringComparison.Ordinal);
        var foreign = Types().That().ResideInNamespaceMatching($"^{ns.Replace(".", "\\.", StringComparison.Ordinal)}(\\.|$)");
        Assert.NotEmpty(foreign.GetObjects(Loaded));
        var inside = Types().That().ResideInNamespaceMatching("^Tagalong\\.Core(\\.|$)")
            .And().DoNotResideInNamespaceMatching($"^Tagalong\\.Core\\.({string.Join('|', doors)})$");
        Assert.NotEmpty(inside.GetObjects(Loaded));

        Types().That().Are(inside).Should().NotDependOnAny(foreign).Check(Loaded);
    }

    [Fact]
    public void Folders_are_layers() => FolderLayers.AssertAcyclic(Core, "Tagalong.Core");

    [Theory]
    [InlineData("Interning|Text|Objects|Rules|Sources|Labels", "PolicyFiles|ApiServer|Azure|Credentials|Proxies|Kubeconfig|Fleet|Applying|Owners|Events|Outcomes|Telemetry|Reporting|Reconciling|Sweeping|Watching|Explaining")]
    [InlineData("Outcomes", "ApiServer|Azure|Credentials|Proxies|Kubeconfig|Fleet|Applying|Owners|Events|Telemetry|Reporting|Reconciling|Sweeping|Watching|Explaining|PolicyFiles")]
    [InlineData("Telemetry", "ApiServer|Azure|Credentials|Proxies|Kubeconfig|Fleet|Applying|Owners|Events|Reporting|Reconciling|Sweeping|Watching|Explaining|PolicyFiles")]
    public void Values_and_decisions_know_nobody_above_them(string lower, string upper)
    {
        var below = Types().That().ResideInNamespaceMatching($"^Tagalong\\.Core\\.({lower})$");
        var above = Types().That().ResideInNamespaceMatching($"^Tagalong\\.Core\\.({upper})$");
        Assert.All(lower.Split('|').Concat(upper.Split('|')), folder =>
            Assert.Contains(Core.GetTypes(), type => type.Namespace == $"Tagalong.Core.{folder}"));

        Types().That().Are(below).Should().NotDependOnAny(above).Check(Loaded);
    }

    [Fact]
    public void A_kubeconfig_knows_no_fleet()
    {
        var kubeconfig = Types().That().ResideInNamespace("Tagalong.Core.Kubeconfig");
        var above = Types().That().ResideInNamespaceMatching("^Tagalong\\.Core\\.(Azure|Fleet)$");
        Assert.NotEmpty(kubeconfig.GetObjects(Loaded));
        Assert.NotEmpty(above.GetObjects(Loaded));

        Types().That().Are(kubeconfig).Should().NotDependOnAny(above).Check(Loaded);
    }

    [Fact]
    public void Deciding_is_pure()
    {
        var deciding = Types().That().ResideInNamespaceMatching("^Tagalong\\.Core\\.(Objects|Rules|Sources|Labels|Outcomes)$");
        var effects = Types(true).That().ResideInNamespaceMatching("^System\\.(IO|Net\\.Http|Net\\.Sockets|Threading\\.Tasks)$");
        Assert.NotEmpty(deciding.GetObjects(Loaded));
        Assert.NotEmpty(effects.GetObjects(Loaded));

        Types().That().Are(deciding).Should().NotDependOnAny(effects).Check(Loaded);
    }

    [Fact]
    public void The_core_knows_no_web_server() => Assert.DoesNotContain(
        Core.GetReferencedAssemblies(), reference => reference.Name!.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal));

    [Fact]
    public void The_steps_that_the_README_names_exist()
    {
        var steps = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "README.md"))
            .SkipWhile(line => line != "## Event pipeline").Skip(1).TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal))
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1)
            .SelectMany(line => line.Split('|')[2].Split('`').Where((_, index) => index % 2 == 1))
            .ToList();

        Assert.Equal(
            ["EventReader", "ClusterRegistry", "LabelPolicy", "SourceLabelsReader", "LabelPlanner", "LabelWriter", "ChildReconciler", "OutcomeReporter", "StatusContract"],
            steps);
        var types = Core.GetTypes().Select(type => type.Name).ToHashSet();
        Assert.All(steps.SkipLast(1), step => Assert.Contains(step, types));
    }

    [Fact]
    public void Every_public_type_has_a_namespace_at_most_one_folder_deep() =>
        Assert.All(Core.GetTypes().Where(type => type.Namespace?.StartsWith("Tagalong", StringComparison.Ordinal) == true), type =>
            Assert.True(type.Namespace!.Split('.').Length <= 3, type.FullName));
}
