using System.CommandLine;
using Tagalong.Cli.Output;

namespace Tagalong.Cli.Demo;

/// <summary>The verb <c>demo</c>.</summary>
internal static class DemoCommand
{
    /// <summary>What the help says below the options.</summary>
    public const string Notes = """
        Nothing is needed and nothing is left behind: the API server is in memory; relay and function are the real ones. The
        relay watches the cluster and posts what may matter to labels to the function, as CloudEvents over HTTP.

        Examples:
          tagalong demo                              a release in about seven seconds
          tagalong demo --pace fast --output json    for scripts: without waiting, one JSON document on stdout
          tagalong demo --keep                       leave it running, to look around with kubectl and curl

        Exit codes: 0 all is as expected; 1 something is not, and is named; 2 wrong usage; 130 interrupted.
        """;

    private static readonly Option<Pace> PaceOption = new Option<Pace>("--pace")
    {
        Description = "brief (default): the bursts as recorded, the quiet between them cut short; fast: without waiting; recorded: as recorded",
        HelpName = "brief|fast|recorded",
    }.AcceptOnlyFromAmong("brief", "fast", "recorded");

    private static readonly Option<OutputFormat> Output = OutputOption.Create();

    private static readonly Option<bool> KeepOption = new("--keep")
    {
        Description = "Leave everything running afterwards until Ctrl-C, and print how to reach it",
        Arity = ArgumentArity.Zero,
    };

    /// <summary>Makes the verb.</summary>
    public static Command Create()
    {
        var command = new Command("demo", "Play a canary release in a Kubernetes API of its own and show which labels tag along") { PaceOption, Output, KeepOption };
        command.SetAction(RunAsync);
        return command;
    }

    private static Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var options = new DemoOptions(parsed.GetValue(PaceOption), parsed.GetValue(Output), parsed.GetValue(KeepOption));
        var run = new DemoRun(CanaryRelease.Script, parsed.InvocationConfiguration.Output, TimeProvider.System);
        return run.RunAsync(options, cancellationToken);
    }
}
