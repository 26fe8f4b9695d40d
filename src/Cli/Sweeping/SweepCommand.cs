using System.CommandLine;
using Tagalong.Cli.Commands;
using Tagalong.Cli.Connecting;
using Tagalong.Cli.Documents;
using Tagalong.Cli.Output;
using Tagalong.Cli.Reporting;
using Tagalong.Core.Applying;
using Tagalong.Core.Sweeping;
using Tagalong.Functions.Sweeping;

namespace Tagalong.Cli.Sweeping;

/// <summary>The command <c>sweep</c>.</summary>
internal static class SweepCommand
{
    public const string Notes = """
        A sweep repairs what events missed, and labels objects that existed before. It writes what events would write and
        nothing else. It can run at the same time as event processing, and can be cancelled by Ctrl-C and run again.

        Examples:
          tagalong sweep --dry-run                          what a sweep would write to the cluster of the current context
          tagalong sweep --all-contexts --report out.html   every cluster of the kubeconfig, with an HTML report
          tagalong sweep --context prod-eu -n shop -o json  one namespace of one cluster, for a script

        Exit codes: 0 every cluster is complete; 1 some writes were denied, rejected or deferred; 2 wrong usage, policy or
        kubeconfig: nothing was done; 3 a cluster could not be swept; 130 cancelled: the output shows what was done until then.
        """;

    public static Command Create()
    {
        var connecting = new ConnectionOptions(isForMany: true);
        var scope = new ScopeOptions();
        var dryRun = new Option<bool>("--dry-run") { Description = "Show what would be written, and write nothing", Arity = ArgumentArity.Zero };
        var serverDryRun = new Option<bool>("--server-dry-run") { Description = "Send each write with dryRun=All: the API server checks rights and admission and stores nothing", Arity = ArgumentArity.Zero };
        var report = new Option<string?>("--report") { Description = "Write an HTML report of coverage, changes and kept labels to one file", HelpName = "FILE" };
        var output = OutputOption.Create();
        var command = new Command("sweep", "Label existing objects: one pass over one or many clusters");
        connecting.AddTo(command);
        scope.AddTo(command);
        command.Add(dryRun);
        command.Add(serverDryRun);
        command.Add(report);
        command.Add(output);
        command.Validators.Add(result =>
        {
            if (result.GetValue(dryRun) && result.GetValue(serverDryRun))
            {
                result.AddError("--dry-run and --server-dry-run cannot be combined; use one of them.");
            }
        });
        command.SetAction((parsed, cancellationToken) =>
        {
            var mode = parsed.GetValue(dryRun) ? WriteMode.Plan : parsed.GetValue(serverDryRun) ? WriteMode.Try : WriteMode.Apply;
            return RunAsync(
                connecting.Read(parsed), scope.Read(parsed) with { Mode = mode }, parsed.GetValue(report), parsed.GetValue(output),
                parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error, cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        ConnectionArguments arguments, SweepRequest request, string? reportPath, OutputFormat format, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        var time = TimeProvider.System;
        var console = Terminal.ConsoleOf(output);
        await using var connection = Connection.Open(arguments);
        using var report = reportPath is null ? null : ReportFile.Create(reportPath);
        var coverage = report is null ? null : new Coverage();
        var started = time.GetLocalNow();
        var isDryRun = request.Mode != WriteMode.Apply;
        IProgressDisplay display = format == OutputFormat.Text && console.Profile.Capabilities is { Interactive: true, Ansi: true } && !arguments.IsVerbose
            ? new LiveTable(console, time, isDryRun)
            : new ProgressLines(error, time, isDryRun);
        var summary = await new SweepRun(connection, display, time).RunAsync(request, coverage, cancellationToken);
        if (report is not null)
        {
            HtmlReport.Write(report.Writer, new SweepReport(summary, coverage!, request, connection.Policy, started));
            report.Save();
        }

        if (format == OutputFormat.Text)
        {
            SweepText.Write(console, summary);
        }
        else
        {
            DocumentWriter.Write(output, format, json => SweepSummaryJson.Write(json, summary));
        }

        if (report is not null)
        {
            await error.WriteLineAsync($"Report written to {report.Path}.");
        }

        cancellationToken.ThrowIfCancellationRequested();
        return ExitCodeOf(summary);
    }

    private static int ExitCodeOf(SweepSummary summary) =>
        summary.Clusters.Any(static cluster => cluster.End is SweepEnd.Failed or SweepEnd.Refused) ? ExitCode.Failed
        : summary.IsComplete ? ExitCode.Success
        : ExitCode.NotAsExpected;
}
