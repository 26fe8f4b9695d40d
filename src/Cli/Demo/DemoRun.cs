using Tagalong.Cli.Output;

namespace Tagalong.Cli.Demo;

/// <summary>The demo from beginning to end: set the stage, play the release, look at what came of it, tell.</summary>
/// <param name="release">What is played.</param>
/// <param name="output">Where the result goes.</param>
/// <param name="time">The clock of the pauses and of the events.</param>
internal sealed class DemoRun(Release release, TextWriter output, TimeProvider time)
{
    /// <summary>Called with the stage before anything is played: what is outermost can be made to misbehave there.</summary>
    public Action<Stage>? Preparing { get; init; }

    /// <summary>Runs the demo.</summary>
    /// <returns>The exit code.</returns>
    /// <exception cref="OperationCanceledException">It was interrupted. Nothing of it is left.</exception>
    public async Task<int> RunAsync(DemoOptions options, CancellationToken cancellationToken)
    {
        var (audience, writer) = Readers(options.Output);
        await using var stage = await Stage.StartAsync(cancellationToken);
        Preparing?.Invoke(stage);

        await using var performance = new Performance(release, stage, new Pacing(options.Pace, time), time, audience);
        await audience.DuringAsync(() => performance.PlayAsync(cancellationToken));

        var report = DemoReport.Of(release, performance.History, stage.Cluster);
        writer.Write(report, options.Keep ? new LeftRunning(stage.Kubeconfig, stage.Function) : null);
        if (options.Keep)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
        }

        return report.IsAsExpected ? ExitCode.Success : ExitCode.NotAsExpected;
    }
    private (IAudience Audience, IReportWriter Writer) Readers(OutputFormat format)
    {
        var console = Terminal.ConsoleOf(output);
        return format switch
        {
            OutputFormat.Text => (new Narration(console), new TextReport(console)),
            OutputFormat.Json or OutputFormat.Yaml => (new Silence(), new DocumentReport(output, format)),
        };
    }
}
