using System.CommandLine;
using Tagalong.Cli.Commands;
using Tagalong.Cli.Output;

namespace Tagalong.Cli.Demo;

/// <summary>The command <c>demo</c>.</summary>
internal sealed class DemoCommand : DocumentedCommand
{
    private readonly Option<OutputFormat> _output = OutputOption.Create();

    private readonly Option<string> _pace = new Option<string>("--pace")
    {
        Description = "brief (default): as recorded, with long pauses cut short; fast: without pauses; recorded: as recorded",
        HelpName = "brief|fast|recorded",
    }.AcceptOnlyFromAmong("brief", "fast", "recorded");

    private readonly Option<bool> _keep = Flag.Create("--keep", "Keep everything running until Ctrl-C, and print how to reach it");

    public DemoCommand()
        : base("demo", "Play a canary release in an in-memory Kubernetes API and show which labels are copied", """
            The demo needs nothing and leaves nothing behind: the API server is in memory; relay and function are the real ones. The
            relay watches the cluster and posts changes that can affect labels to the function, as CloudEvents over HTTP.

            Examples:
              tagalong demo                              a release in about seven seconds
              tagalong demo --pace fast --output json    for scripts: without pauses, one JSON document on stdout
              tagalong demo --keep                       keep it running, to try kubectl and curl

            Exit codes: 0 as expected; 1 something is not as expected, and is named; 2 wrong usage; 130 interrupted.
            """)
    {
        Add(_pace);
        Add(_output);
        Add(_keep);
        SetAction((parsed, cancellationToken) => new DemoRun(CanaryRelease.Scenario, parsed.InvocationConfiguration.Output, TimeProvider.System)
            .RunAsync(MaxGapOf(parsed.GetValue(_pace)), parsed.GetValue(_output), parsed.GetValue(_keep), cancellationToken));
    }

    /// <summary>The longest pause between two steps, in milliseconds. <c>brief</c> leaves enough time to read a line.</summary>
    internal static int MaxGapOf(string? pace) => pace switch
    {
        "fast" => 0,
        "recorded" => int.MaxValue,
        _ => 1400,
    };
}
