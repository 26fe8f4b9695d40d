using System.Text.RegularExpressions;
using Tagalong.DevCluster.Faults;

namespace Tagalong.Cli.Tests.Sweeping;

/// <summary>Output on a terminal.</summary>
public sealed class TerminalTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly ManualResetEventSlim _mayAnswer = new();
    private readonly ManualResetEventSlim _mayGoOn = new();
    private ShopFleet _fleet = null!;
    private int _writes;

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
    }

    public async ValueTask DisposeAsync()
    {
        _mayAnswer.Set();
        _mayGoOn.Set();
        await _fleet.DisposeAsync();
        _mayAnswer.Dispose();
        _mayGoOn.Dispose();
    }

    [Theory]
    [InlineData(150)]
    [InlineData(60)]
    public async Task The_live_table_shows_progress_and_fits_the_window(int columns)
    {
        HoldUp();
        using var terminal = Pty.Start(columns, [("KUBECONFIG", _fleet.Kubeconfig)], "sweep", "--all-contexts");

        await terminal.ReadUntilAsync("no response yet");
        _mayAnswer.Set();
        await terminal.ReadUntilAsync(" 40%");
        _mayGoOn.Set();

        Assert.Equal(0, await terminal.EndAsync());
        Assert.Contains("━╌", terminal.Screen, StringComparison.Ordinal);
        var plain = WithoutEscapes(terminal.Screen);
        Assert.Contains("[red]eu[/]", plain, StringComparison.Ordinal);
        Assert.Contains("labels of 10 objects written.", plain, StringComparison.Ordinal);
        Assert.All(plain.Split('\n').Where(line => line.StartsWith('│')), line => Assert.True(line.TrimEnd().Length <= columns, line));
    }

    [Fact]
    public async Task After_Ctrl_C_the_summary_is_shown_and_the_cursor_is_restored()
    {
        HoldUp();
        _mayAnswer.Set();
        using var terminal = Pty.Start(150, [("KUBECONFIG", _fleet.Kubeconfig)], "sweep", "--context", "us");
        await terminal.ReadUntilAsync(" 40%");

        await terminal.InterruptAsync();

        Assert.Equal(130, await terminal.EndAsync());
        Assert.Matches("│ us +│ cancelled │ +5 │ +2 │", WithoutEscapes(terminal.Screen));
        Assert.True(terminal.Screen.LastIndexOf("\u001b[?25h", StringComparison.Ordinal) > terminal.Screen.LastIndexOf("\u001b[?25l", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_terminal_without_cursor_control_gets_no_live_table()
    {
        using var terminal = Pty.Start(150, [("KUBECONFIG", _fleet.Kubeconfig), ("TERM", "dumb")], "sweep", "--context", "us");

        Assert.Equal(0, await terminal.EndAsync());
        Assert.Single(terminal.Screen.Split('\n'), line => line.StartsWith("│ us", StringComparison.Ordinal));
    }

    [Fact]
    public async Task NO_COLOR_switches_colours_off()
    {
        using var terminal = Pty.Start(150, [("KUBECONFIG", _fleet.Kubeconfig), ("NO_COLOR", "1")], "diff", "--context", "us");

        Assert.Equal(1, await terminal.EndAsync());
        Assert.Contains("  + team=payments", terminal.Screen, StringComparison.Ordinal);
        Assert.DoesNotMatch("\u001b\\[[0-9;]*m", terminal.Screen);
    }

    [Fact]
    public async Task A_diff_is_coloured_and_its_lines_are_not_wrapped()
    {
        using var terminal = Pty.Start(20, [("KUBECONFIG", _fleet.Kubeconfig)], "diff", "--context", "us");

        Assert.Equal(1, await terminal.EndAsync());
        Assert.Contains("\u001b[32m  + team=payments  (from owner)\u001b[0m", terminal.Screen, StringComparison.Ordinal);
    }

    /// <summary>The second cluster responds to a list after <c>_mayAnswer</c>, and to the third write after <c>_mayGoOn</c>.</summary>
    private void HoldUp() => _fleet[1].Faults.Add(Fault.Latency(TimeSpan.Zero), request =>
    {
        if (request.Verb == "list")
        {
            _mayAnswer.Wait(Patience);
        }
        else if (request.Verb == "patch" && Interlocked.Increment(ref _writes) > 2)
        {
            _mayGoOn.Wait(Patience);
        }

        return false;
    });

    private static string WithoutEscapes(string screen) => Regex.Replace(screen, "\u001b\\[[0-9;?]*[a-zA-Z]", "");
}
