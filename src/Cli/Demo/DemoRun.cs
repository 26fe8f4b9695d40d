using Tagalong.Cli.Commands;
using Tagalong.Cli.Documents;
using Tagalong.Cli.Output;

namespace Tagalong.Cli.Demo;

/// <summary>Starts the environment, plays a scenario in it, and reports the result.</summary>
internal sealed class DemoRun(Scenario scenario, TextWriter output, TimeProvider time)
{
    /// <summary>Called with the environment before the scenario starts, so that tests can inject errors.</summary>
    public Action<DemoEnvironment>? Prepare { get; init; }

    /// <param name="maxGap">The longest pause between two steps, in milliseconds.</param>
    /// <param name="format">The format of the result.</param>
    /// <param name="keep">Whether everything keeps running until the token is cancelled.</param>
    /// <param name="cancellationToken">Stops the demo.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled. Everything is stopped and deleted.</exception>
    public async Task<int> RunAsync(int maxGap, OutputFormat format, bool keep, CancellationToken cancellationToken)
    {
        var console = Terminal.ConsoleOf(output);
        await using var environment = await DemoEnvironment.CreateAsync(cancellationToken);
        await environment.StartFunctionAsync(cancellationToken);
        Prepare?.Invoke(environment);
        var printer = format == OutputFormat.Text ? new ProgressPrinter(console) : null;
        environment.Events.Handled = printer is null ? null : printer.Show;
        var before = new Dictionary<ObjectName, ObjectLabels>();
        await (printer is null ? PlayAsync() : printer.RunAsync(PlayAsync));

        var result = DemoResult.Of(scenario, before, environment, keep ? new DemoAddress(environment.Kubeconfig, environment.FunctionUrl.AbsoluteUri) : null);
        if (format == OutputFormat.Text)
        {
            new TextReport(console).Write(result, scenario.Labels);
        }
        else
        {
            DocumentWriter.Write(output, format, result, DocumentContext.Default.DemoDocument);
        }

        await Task.Delay(keep ? Timeout.InfiniteTimeSpan : TimeSpan.Zero, time, cancellationToken);
        return result.AsExpected ? ExitCode.Success : ExitCode.NotAsExpected;

        async Task PlayAsync()
        {
            foreach (var step in scenario.Setup)
            {
                before[step.Object] = new ObjectLabels(step.Apply(environment.Cluster.Objects));
            }

            foreach (var phase in scenario.Phases)
            {
                printer?.Start(phase);
                if (phase == scenario.Phases[0])
                {
                    await environment.StartRelayAsync(cancellationToken);
                }

                foreach (var step in phase.Steps)
                {
                    await Task.Delay(TimeSpan.FromMilliseconds(Math.Min(step.Gap, maxGap)), time, cancellationToken);
                    before.TryAdd(step.Object, new ObjectLabels(step.Apply(environment.Cluster.Objects)));
                }

                await environment.SettleAsync(time, cancellationToken);
                printer?.End();
            }
        }
    }
}
