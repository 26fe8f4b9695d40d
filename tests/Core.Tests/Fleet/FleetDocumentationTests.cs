using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Tagalong.Core.ApiServer;
using Tagalong.Core.Azure;
using Tagalong.Core.Fleet;
using Tagalong.Core.Kubeconfig;

namespace Tagalong.Core.Tests.Fleet;

/// <summary>The page on fleets is held to the code.</summary>
public class FleetDocumentationTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Docs", "fleet.md"));

    [Fact]
    public void Every_setting_of_a_cluster_is_on_the_page()
    {
        Assert.All(NamesIn("Tagalong:Clusters:*"), name => Assert.Contains($"`{char.ToLowerInvariant(name[0])}{name[1..]}", Page, StringComparison.Ordinal));
        Assert.All(NamesIn("Tagalong:Limits"), name => Assert.Contains($"`{name}`", Page, StringComparison.Ordinal));
        Assert.All(Enum.GetNames<ClusterAccess>(), access => Assert.Contains($"| `{access}`", Page, StringComparison.Ordinal));
    }

    private static IEnumerable<string> NamesIn(string section) =>
        FleetLoader.KnownSettings.Single(known => known.Path == section).Settings.Select(static setting => setting.Name);

    [Fact]
    public void The_example_has_no_errors_except_missing_files()
    {
        var example = Page.Split("```yaml\n")[1].Split("```")[0];
        using var files = new TemporaryFolder();
        var settings = FleetFile.Read(files.Write("fleet.yaml", example));
        var endpoints = new EndpointFactory(new ClusterEnvironment(null, null, ""), new FleetOptions(), new KubeconfigCache(), TimeProvider.System, NullLogger.Instance);
        using var azure = new AzureAccess(Options.Create(new AzureOptions()), TimeProvider.System, NullLogger<AzureAccess>.Instance);

        var reading = FleetLoader.Read(new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), endpoints, azure, isFleet: true);

        Assert.StartsWith("Tagalong:Imports:0:Kubeconfig: There is no kubeconfig", Assert.Single(reading.Errors), StringComparison.Ordinal);
        Assert.Equal(["hub", "prod-eu-1", "prod-us-2"], reading.Clusters.Select(cluster => cluster.Name.Value).Order());
        Assert.EndsWith("there is no such file.", reading.Clusters.Single(cluster => cluster.Error is not null).Error, StringComparison.Ordinal);
        Assert.Equal(50, reading.Clusters.Single(cluster => cluster.Name.Value == "prod-us-2").Options.Limits.WritesPerSecond);
    }

    [Fact]
    public void The_limits_on_the_page_are_the_defaults()
    {
        var limits = new ClusterLimitOptions();

        Assert.Contains($"| `MaxEvents` | `{limits.MaxEvents}` |", Page, StringComparison.Ordinal);
        Assert.Contains($"| `MaxCalls` | `{limits.MaxCalls}` |", Page, StringComparison.Ordinal);
        Assert.Contains($"| `WritesPerSecond`, `WriteBurst` | `{limits.WritesPerSecond}`, `{limits.WriteBurst}` |", Page, StringComparison.Ordinal);
        Assert.Contains($"| `RetriesPerSecond` | `{limits.RetriesPerSecond}` |", Page, StringComparison.Ordinal);
        Assert.Contains($"| `{limits.BreakAtPercent}`, `{limits.BreakMinimumCalls}`, `{limits.BreakWindow}` |", Page, StringComparison.Ordinal);
        Assert.Contains($"| `Break`, `LongestBreak` | `{limits.Break}`, `{limits.LongestBreak}` |", Page, StringComparison.Ordinal);
    }
}
