using System.Text.RegularExpressions;
using Tagalong.DevCluster.Faults;

namespace Tagalong.Cli.Tests.Sweeping;

/// <summary>What people see who sit before a terminal.</summary>
public sealed class TerminalTests : IAsyncLifetime
{
    private ShopFleet _fleet = null!;

    public async ValueTask InitializeAsync()
    {
        _fleet = await ShopFleet.StartAsync("[red]eu[/]", "us");
        for (var cluster = 0; cluster < 2; cluster++)
        {
            _fleet.AddRollout(cluster, "shop", "web", ("team", "payments"));
            for (var number = 0; number < 5; number++)
            {
                _fleet.AddReplicaSet(cluster, "shop", $"web-{number}", "web");
            }
        }

        // Slow enough that something is seen to move.
        _fleet[1].Faults.Add(Fault.Latency(TimeSpan.FromMilliseconds(400)), request => request.Verb is "patch" or "list");
    }

    public ValueTask DisposeAsync() => _fleet.DisposeAsync();

    [Theory]
    [InlineData(150)]
    [InlineData(60)]
    public async Task A_table_moves_while_clusters_are_swept_and_stays_within_the_window(int columns)
    {
        var (exitCode, screen) = await Pty.RunAsync(columns, [("KUBECONFIG", _fleet.Kubeconfig)], "sweep", "--all-contexts");

        Assert.Equal(0, exitCode);
        Assert.Contains("no answer yet", screen, StringComparison.Ordinal);
        Assert.Contains('━', screen);
        Assert.Contains("\u001b[", screen, StringComparison.Ordinal);
        var plain = Regex.Replace(screen, "\u001b\\[[0-9;?]*[a-zA-Z]", "");
        Assert.Contains("[red]eu[/]", plain, StringComparison.Ordinal);
        Assert.Contains("labels were written.", plain, StringComparison.Ordinal);
        Assert.All(plain.Split('\n').Where(line => line.StartsWith('│')), line => Assert.True(line.TrimEnd().Length <= columns, line));
    }

    [Fact]
    public async Task No_colour_is_used_where_NO_COLOR_is_set()
    {
        var (exitCode, screen) = await Pty.RunAsync(150, [("KUBECONFIG", _fleet.Kubeconfig), ("NO_COLOR", "1")], "diff", "--context", "us");

        Assert.Equal(1, exitCode);
        Assert.Contains("  + team=payments", screen, StringComparison.Ordinal);
        Assert.DoesNotMatch("\u001b\\[[0-9;]*m", screen);
    }

    [Fact]
    public async Task A_diff_is_coloured_on_a_terminal()
    {
        var (exitCode, screen) = await Pty.RunAsync(40, [("KUBECONFIG", _fleet.Kubeconfig)], "diff", "--context", "us");

        Assert.Equal(1, exitCode);
        Assert.Contains("\u001b[32m  + team=payments  (from owner)\u001b[0m", screen, StringComparison.Ordinal);
    }
}
