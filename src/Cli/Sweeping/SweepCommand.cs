using System.CommandLine;
using Tagalong.Cli.Commands;
using Tagalong.Cli.Connecting;
using Tagalong.Cli.Documents;
using Tagalong.Cli.Output;
using Tagalong.Cli.Reporting;
using Tagalong.Core.Applying;
using Tagalong.Core.Sweeping;

namespace Tagalong.Cli.Sweeping;

/// <summary>The command <c>sweep</c>.</summary>
internal sealed class SweepCommand : DocumentedCommand
{
    private readonly ConnectionOptions _connection = new(isForMany: true);
    private readonly ScopeOptions _scope = new();
    private readonly Option<OutputFormat> _output = OutputOption.Create();
    private readonly Option<bool> _dryRun = Flag.Create(SweepCommandLine.DryRun, "Show what would be written, and write nothing");
    private readonly Option<bool> _serverDryRun = Flag.Create(SweepCommandLine.ServerDryRun, "Send each write with dryRun=All: the API server checks it and stores nothing");

    private readonly Option<string?> _report = new("--report")
    {
        Description = "Write an HTML report of coverage, changes and kept labels to one file",
        HelpName = "FILE",
    };

    public SweepCommand()
        : base("sweep", "Label existing objects: one pass over one or many clusters", """
            A sweep repairs what events missed, and labels objects that existed before. It writes what events would write and
            nothing else. It can run at the same time as event processing, and can be cancelled by Ctrl-C and run again.

            Examples:
              tagalong sweep --dry-run                          what a sweep would write to the cluster of the current context
              tagalong sweep --all-contexts --report out.html   every cluster of the kubeconfig, with an HTML report
              tagalong sweep --context prod-eu -n shop -o json  one namespace of one cluster, for a script

            Exit codes: 0 every cluster is complete; 1 some writes were denied, rejected or deferred; 2 wrong usage, policy or
            kubeconfig: nothing was done; 3 a cluster could not be swept; 130 cancelled: the output shows what was done until then.
            """)
    {
        _connection.AddTo(this);
        _scope.AddTo(this);
        Add(_dryRun);
        Add(_serverDryRun);
        Add(_report);
        Add(_output);
        Validators.Add(result =>
        {
            if (SweepCommandLine.ModeOf(result.GetValue(_dryRun), result.GetValue(_serverDryRun)).Error is { } error)
            {
                result.AddError(error);
            }
        });
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var time = TimeProvider.System;
        var mode = SweepCommandLine.ModeOf(parsed.GetValue(_dryRun), parsed.GetValue(_serverDryRun)).Mode;
        var (arguments, request, format) = (_connection.Read(parsed), _scope.Read(parsed) with { Mode = mode }, parsed.GetValue(_output));
        var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        var console = Terminal.ConsoleOf(output);
        await using var connection = Connection.Open(arguments);
        using var report = parsed.GetValue(_report) is { } path ? ReportFile.Create(path) : null;
        var coverage = report is null ? null : new Coverage();
        var started = time.GetLocalNow();
        IProgressDisplay display = format == OutputFormat.Text && console.Profile.Capabilities is { Interactive: true, Ansi: true } && !arguments.IsVerbose
            ? new LiveTable(console, time, isDryRun: mode != WriteMode.Apply)
            : new ProgressLines(error, time, isDryRun: mode != WriteMode.Apply);
        var summary = await new SweepRun(connection, display, time).RunAsync(request, coverage, cancellationToken);
        if (report is not null)
        {
            HtmlReport.Write(report.Writer, new SweepReport(summary, coverage!, request, connection.Policy, started));
            report.Save();
        }

        if (format != OutputFormat.Text)
        {
            DocumentWriter.Write(output, format, json => SweepSummaryJson.Write(json, summary));
        }
        else
        {
            SweepText.Write(console, summary);
        }

        if (report is not null)
        {
            await error.WriteLineAsync($"Report written to {report.Path}.");
        }

        cancellationToken.ThrowIfCancellationRequested();
        return SweepExitCode.ForCommandLine(summary);
    }
}
