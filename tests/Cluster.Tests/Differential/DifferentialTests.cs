using System.Text;
using Tagalong.Cluster.Tests.Servers;

namespace Tagalong.Cluster.Tests.Differential;

/// <summary>The dev cluster responds as kube-apiserver does, or the difference is listed with its reason.</summary>
[Collection(nameof(Alone))]
public sealed class DifferentialTests(ClusterFixture fixture)
{
    private static readonly IReadOnlyList<string> Versions = [.. KnownDifferences.All.Select(difference => difference.Version).OfType<string>().Distinct()];

    /// <summary>Every script.</summary>
    public static TheoryData<string> Scripts { get; } = [.. RequestScript.Names];

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task The_dev_cluster_responds_as_the_real_server_does(string script)
    {
        fixture.Cluster.RequireRealServer();
        Assert.SkipWhen(fixture.Cluster.Server is null, "an existing cluster has its own admission and rights");
        Assert.SkipUnless(
            Versions.Contains($"{fixture.Cluster.Version.Major}.{fixture.Cluster.Version.Minor}"),
            $"the known differences are listed only for {string.Join(", ", Versions)}, not for {fixture.Cluster.Version}");
        await using var devCluster = await DevTestCluster.StartAsync();
        using var real = await Conversation.StartAsync(fixture.Cluster);
        using var dev = await Conversation.StartAsync(devCluster);
        var known = KnownDifferences.All.Where(difference => difference.Script == script && difference.AppliesTo(fixture.Cluster.Version)).ToList();

        var report = new StringBuilder();
        foreach (var request in RequestScript.Read(script))
        {
            var responses = await Task.WhenAll(real.SendAsync(request), dev.SendAsync(request));
            var found = ResponseComparison.Between(responses[0], responses[1]);
            var listed = known.Where(difference => difference.Request == request.Name).ToList();
            foreach (var difference in found.Where(difference => !listed.Any(entry => entry.Covers(difference))))
            {
                report.AppendLine().Append(request.Name).Append(" > ").AppendLine(difference.Path);
                report.Append("   real: ").AppendLine(difference.Real).Append("   dev:  ").AppendLine(difference.Dev);
            }

            foreach (var entry in listed.Where(entry => !found.Any(entry.Covers)))
            {
                report.AppendLine().Append(request.Name).Append(" > ").AppendLine(entry.Path).AppendLine("   is listed as a known difference, but does not differ");
            }
        }

        Assert.True(report.Length == 0, report.ToString());
    }

    [Fact]
    public void Every_known_difference_names_a_scripted_request()
    {
        var scripted = RequestScript.Names.SelectMany(script => RequestScript.Read(script).Select(request => (script, request.Name))).ToList();

        Assert.Distinct(scripted);
        Assert.All(KnownDifferences.All, difference => Assert.Contains((difference.Script, difference.Request), scripted));
    }
}
