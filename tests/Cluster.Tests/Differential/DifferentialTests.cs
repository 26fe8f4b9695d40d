using System.Text;
using Tagalong.Cluster.Tests.Servers;

namespace Tagalong.Cluster.Tests.Differential;

/// <summary>The dev cluster answers as Kubernetes' own API server does, or the difference is listed with its reason.</summary>
[Collection(nameof(Alone))]
public sealed class DifferentialTests(ClusterFixture fixture)
{
    private static readonly IReadOnlyList<string> Versions = [.. KnownDifferences.All.Select(difference => difference.Version).OfType<string>().Distinct()];

    /// <summary>Every script.</summary>
    public static TheoryData<string> Scripts { get; } = [.. RequestScript.Names];

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task The_dev_cluster_answers_as_the_real_server_does(string script)
    {
        fixture.Cluster.RequireRealServer();
        Assert.SkipWhen(fixture.Cluster.Server is null, "a cluster of somebody's own has admission and rights of its own");
        Assert.SkipUnless(
            Versions.Contains($"{fixture.Cluster.Version.Major}.{fixture.Cluster.Version.Minor}"),
            $"what differs is listed for {string.Join(", ", Versions)} only, not for {fixture.Cluster.Version}");
        await using var devCluster = await DevTestCluster.StartAsync();
        using var real = await Conversation.StartAsync(fixture.Cluster);
        using var dev = await Conversation.StartAsync(devCluster);
        var known = KnownDifferences.All.Where(difference => difference.Script == script && difference.AppliesTo(fixture.Cluster.Version)).ToList();

        var report = new StringBuilder();
        foreach (var request in RequestScript.Read(script))
        {
            var answers = await Task.WhenAll(real.AskAsync(request), dev.AskAsync(request));
            var found = AnswerComparison.Between(answers[0], answers[1]);
            var listed = known.Where(difference => difference.Request == request.Name).ToList();
            foreach (var difference in found.Where(difference => !listed.Any(entry => entry.Covers(difference))))
            {
                report.AppendLine().Append(request.Name).Append(" > ").AppendLine(difference.Path);
                report.Append("   real: ").AppendLine(difference.Real).Append("   dev:  ").AppendLine(difference.Dev);
            }

            foreach (var entry in listed.Where(entry => !found.Any(entry.Covers)))
            {
                report.AppendLine().Append(request.Name).Append(" > ").AppendLine(entry.Path).AppendLine("   is listed as a known difference, and does not differ");
            }
        }

        Assert.True(report.Length == 0, report.ToString());
    }

    [Fact]
    public void Every_known_difference_is_of_a_request_that_is_asked()
    {
        var asked = RequestScript.Names.SelectMany(script => RequestScript.Read(script).Select(request => (script, request.Name))).ToList();

        Assert.Distinct(asked);
        Assert.All(KnownDifferences.All, difference => Assert.Contains((difference.Script, difference.Request), asked));
    }
}
