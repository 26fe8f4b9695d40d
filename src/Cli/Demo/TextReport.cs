using Spectre.Console;
using Tagalong.Cli.Documents;
using Tagalong.Cli.Output;

namespace Tagalong.Cli.Demo;

/// <summary>Prints a report for people: a table of the labels, the cost, and what is not as expected.</summary>
internal sealed class TextReport(IAnsiConsole console)
{
    /// <param name="report">The report.</param>
    /// <param name="kept">How to reach what keeps running; null if nothing does.</param>
    public void Write(DemoReport report, DemoAddress? kept)
    {
        console.WriteLine();
        console.Write(TableOf(report));
        console.WriteLine(ReasonText.NotOnPodsNote);
        console.WriteLine();
        console.MarkupLineInterpolated($"[bold]Changes[/]    {report.Changes} writes to objects; the relay sends an event only if a change can affect labels");
        console.MarkupLineInterpolated($"[bold]Events[/]     {report.Events} sent: {OutcomesOf(report)}");
        console.MarkupLineInterpolated($"[bold]API calls[/]  {Numbers.Of(report.Reads, "read")}, {Numbers.Of(report.Writes, "write")}");
        WriteResult(report);
        if (kept is not null)
        {
            WriteAddress(kept);
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

    private static string OutcomesOf(DemoReport report) =>
        string.Join(", ", report.Outcomes.OrderByDescending(outcome => outcome.Value).Select(outcome => $"{outcome.Value} {outcome.Key}"));

    private void WriteResult(DemoReport report)
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

    /// <summary>Writes lines to copy directly to the output, because the console would wrap them.</summary>
    private void WriteAddress(DemoAddress kept)
    {
        var kubectl = $"kubectl --kubeconfig {kept.Kubeconfig} -n {ObjectName.Namespace}";
        var example = Manifests.CanaryReplicaSet.Name;
        console.Profile.Out.Writer.WriteLine($"""

            Cluster, function and relay keep running until Ctrl-C. Remove a label, and Tagalong adds it again.

              kubeconfig  {kept.Kubeconfig}
              events to   {kept.Url}

              {kubectl} get rs,experiments,rollouts --show-labels
              {kubectl} label rs {example} team-
              {kubectl} get rs {example} -o json --show-managed-fields | curl -i {kept.Url} --data-binary @- -H 'Content-Type: application/json' -H 'Ce-Specversion: 1.0' -H 'Ce-Id: 1' -H 'Ce-Source: me' -H 'Ce-Type: dev.knative.apiserver.resource.update'

            """);
        console.Profile.Out.Writer.Flush();
    }
}
