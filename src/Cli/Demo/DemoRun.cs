using Tagalong.Cli.Commands;
using Tagalong.Cli.Documents;
using Tagalong.Cli.Output;

namespace Tagalong.Cli.Demo;

/// <summary>Starts the environment, plays a scenario in it, and reports the result.</summary>
internal sealed class DemoRun(Scenario scenario, TextWriter output, TimeProvider time)
{
    /// <summary>Called with the environment before the scenario starts, so that tests can inject errors.</summary>
    public Action<DemoEnvironment>? Prepare { get; init; }

    /// <returns>The exit code.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled. Everything is stopped and deleted.</exception>
    public async Task<int> RunAsync(DemoOptions options, CancellationToken cancellationToken)
    {
        var console = Terminal.ConsoleOf(output);
        await using var environment = await DemoEnvironment.StartAsync(cancellationToken);
        Prepare?.Invoke(environment);
        var printer = options.Output == OutputFormat.Text ? new ProgressPrinter(console) : null;
        environment.Events.Handled = printer is null ? null : printer.Show;
        var before = new Dictionary<ObjectName, ObjectLabels>();
        await (printer is null ? PlayAsync() : printer.RunAsync(PlayAsync));

        var report = DemoReport.Of(scenario, before, environment);
        var kept = options.Keep ? new DemoAddress(environment.Kubeconfig, environment.FunctionUrl.AbsoluteUri) : null;
        if (options.Output == OutputFormat.Text)
        {
            new TextReport(console).Write(report, kept);
        }
        else
        {
            DocumentWriter.Write(output, options.Output, report.ToDocument(kept), DocumentContext.Default.DemoDocument);
        }

        if (options.Keep)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
        }

        return report.IsAsExpected ? ExitCode.Success : ExitCode.NotAsExpected;

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
                    await Task.Delay(options.Pace.GapOf(step.Gap), time, cancellationToken);
                    before.TryAdd(step.Object, new ObjectLabels(step.Apply(environment.Cluster.Objects)));
                }

                await environment.SettleAsync(time, cancellationToken);
                printer?.End();
            }
        }
    }
}
