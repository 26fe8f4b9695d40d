using Spectre.Console;

namespace Tagalong.Cli.Demo;

/// <summary>A report for people: a table of the labels, the cost, and what is not as expected.</summary>
internal sealed class TextReport(IAnsiConsole console) : IReportWriter
{
    /// <inheritdoc/>
    public void Write(DemoReport report, LeftRunning? left)
    {
        console.WriteLine();
        console.Write(TableOf(report));
        console.WriteLine(ReasonText.NotOnPodsNote);
        console.WriteLine();
        console.MarkupLineInterpolated($"[bold]Changes[/]    {report.Changes} in the cluster, of which the relay sent what may matter to labels");
        console.MarkupLineInterpolated($"[bold]Events[/]     {report.Events} sent: {Outcomes(report)}");
        console.MarkupLineInterpolated($"[bold]API calls[/]  {report.Reads} reads, {report.Writes} writes");
        WriteVerdict(report);
        if (left is not null)
        {
            WriteLeftRunning(left);
        }
    }

    private static Table TableOf(DemoReport report)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("Label", "Before", "After", "Why");
        foreach (var labels in report.Labels.GroupBy(label => label.Expected.Object))
        {
            table.AddRow(new Text(labels.Key.ToString(), new Style(decoration: Decoration.Bold)));
            foreach (var label in labels)
            {
                var style = label.Fault is not null ? new Style(Color.Red) : label.Before != label.After ? new Style(Color.Green) : Style.Plain;
                table.AddRow(
                    new Text($"  {label.Expected.Key}"),
                    new Text(label.Before ?? "-"),
                    new Text(label.After ?? "-", style),
                    new Text(label.Fault is null ? ReasonText.Of(label.Expected) : "NOT AS EXPECTED", style));
            }
        }

        return table;
    }

    private static string Outcomes(DemoReport report) =>
        string.Join(", ", report.Outcomes.OrderByDescending(outcome => outcome.Value).Select(outcome => $"{outcome.Value} {outcome.Key}"));

    private void WriteVerdict(DemoReport report)
    {
        console.WriteLine();
        if (report.IsAsExpected)
        {
            console.MarkupLineInterpolated($"[green]All {report.Labels.Count} labels are as expected.[/]");
            return;
        }

        console.MarkupLine("[red]Not as expected:[/]");
        foreach (var fault in report.Faults)
        {
            console.MarkupLineInterpolated($"  {fault}");
        }
    }

    /// <summary>Lines to copy are written past the console, which would break them where the window ends.</summary>
    private void WriteLeftRunning(LeftRunning left)
    {
        var kubectl = $"kubectl --kubeconfig {left.Kubeconfig} -n {ObjectName.Namespace}";
        var example = Manifests.CanaryReplicaSet.Name;
        console.Profile.Out.Writer.WriteLine($"""

            Everything runs on until Ctrl-C, and so does the relay: change a label and see it come back.

              kubeconfig  {left.Kubeconfig}
              events to   {left.Function}

              {kubectl} get rs,experiments,rollouts --show-labels
              {kubectl} label rs {example} team-
              {kubectl} get rs {example} -o json --show-managed-fields | curl -i {left.Function} --data-binary @- -H 'Content-Type: application/json' -H 'Ce-Specversion: 1.0' -H 'Ce-Id: 1' -H 'Ce-Source: me' -H 'Ce-Type: dev.knative.apiserver.resource.update'

            """);
        console.Profile.Out.Writer.Flush();
    }
}
