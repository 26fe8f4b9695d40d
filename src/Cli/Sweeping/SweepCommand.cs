using System.CommandLine;
using Tagalong.Cli.Connecting;
using Tagalong.Cli.Output;
using Tagalong.Cli.Reporting;
using Tagalong.Core.Applying;
using Tagalong.Core.Sweeping;

namespace Tagalong.Cli.Sweeping;

/// <summary>The verb <c>sweep</c>.</summary>
internal static class SweepCommand
{
    /// <summary>What the help says below the options.</summary>
    public const string Notes = """
        A sweep brings right what events did not: objects that were there before, and what was missed. It writes what events
        would write and nothing else, may run beside them, and may be called off by Ctrl-C and run again.

        Examples:
          tagalong sweep --dry-run                          what would be written to the current context's cluster
          tagalong sweep --all-contexts --report out.html   every cluster of the kubeconfig, and a page that shows what came of it
          tagalong sweep --context prod-eu -n shop -o json  one namespace of one cluster, for a script

        Exit codes: 0 every cluster was swept to its end; 1 something was denied, rejected or put off; 2 wrong usage, policy or
        kubeconfig: nothing was done; 3 a cluster could not be swept; 130 called off: what was done is told and stays.
        """;

    /// <summary>Makes the verb.</summary>
    public static Command Create()
    {
        var connecting = new ConnectionOptions(isForMany: true);
        var scope = new ScopeOptions();
        var dryRun = new Option<bool>("--dry-run") { Description = "Write nothing: tell what would be written", Arity = ArgumentArity.Zero };
        var serverDryRun = new Option<bool>("--server-dry-run") { Description = "Send every write, and have the API server store nothing: rights and admission have their say", Arity = ArgumentArity.Zero };
        var report = new Option<string?>("--report") { Description = "Write a page that shows coverage, changes and what was kept: one HTML file", HelpName = "FILE" };
        var output = OutputOption.Create();
        var command = new Command("sweep", "Label what is there already: one pass over one or many clusters");
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
                result.AddError("--dry-run and --server-dry-run exclude each other; choose one.");
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
        using var report = reportPath is null ? null : ReportFile.Begin(reportPath);
        var coverage = report is null ? null : new Coverage();
        var began = time.GetLocalNow();
        ISweepDisplay display = format == OutputFormat.Text && console.Profile.Capabilities is { Interactive: true, Ansi: true } && !arguments.IsVerbose
            ? new LiveTable(console, time)
            : new ProgressLines(error, time);
        var summary = await new SweepRun(connection, display, time).RunAsync(request, coverage, cancellationToken);
        if (report is not null)
        {
            HtmlReport.Write(report.Writer, new SweepReport(summary, coverage!.Seen, request, connection.Policy, began));
            report.Keep();
        }

        if (format == OutputFormat.Text)
        {
            SweepText.Write(console, summary);
        }
        else
        {
            Document.Write(output, format, json => SweepSummaryJson.Write(json, summary));
        }

        if (report is not null)
        {
            await error.WriteLineAsync($"The report is in {report.Path}.");
        }

        cancellationToken.ThrowIfCancellationRequested();
        return SweepExitCode.ForCommandLine(summary);
    }
}
