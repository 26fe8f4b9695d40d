using System.CommandLine;
using Tagalong.Cli.Output;

namespace Tagalong.Cli.Demo;

/// <summary>The command <c>demo</c>.</summary>
internal static class DemoCommand
{
    public const string Notes = """
        The demo needs nothing and leaves nothing behind: the API server is in memory; relay and function are the real ones. The
        relay watches the cluster and posts changes that can affect labels to the function, as CloudEvents over HTTP.

        Examples:
          tagalong demo                              a release in about seven seconds
          tagalong demo --pace fast --output json    for scripts: without pauses, one JSON document on stdout
          tagalong demo --keep                       keep it running, to try kubectl and curl

        Exit codes: 0 as expected; 1 something is not as expected, and is named; 2 wrong usage; 130 interrupted.
        """;

    private static readonly Option<Pace> PaceOption = new Option<Pace>("--pace")
    {
        Description = "brief (default): as recorded, with long pauses cut short; fast: without pauses; recorded: as recorded",
        HelpName = "brief|fast|recorded",
    }.AcceptOnlyFromAmong("brief", "fast", "recorded");

    private static readonly Option<OutputFormat> Output = OutputOption.Create();

    private static readonly Option<bool> KeepOption = new("--keep")
    {
        Description = "Keep everything running until Ctrl-C, and print how to reach it",
        Arity = ArgumentArity.Zero,
    };

    public static Command Create()
    {
        var command = new Command("demo", "Play a canary release in an in-memory Kubernetes API and show which labels are copied") { PaceOption, Output, KeepOption };
        command.SetAction(RunAsync);
        return command;
    }

    private static Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var options = new DemoOptions(parsed.GetValue(PaceOption), parsed.GetValue(Output), parsed.GetValue(KeepOption));
        var run = new DemoRun(CanaryRelease.Scenario, parsed.InvocationConfiguration.Output, TimeProvider.System);
        return run.RunAsync(options, cancellationToken);
    }
}
