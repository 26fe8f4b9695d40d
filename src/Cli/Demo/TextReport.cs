using Spectre.Console;
using Tagalong.Cli.Documents;
using Tagalong.Cli.Output;

namespace Tagalong.Cli.Demo;

/// <summary>Prints the result for people: a table of the labels, the cost, and what is not as expected.</summary>
internal sealed class TextReport(IAnsiConsole console)
{
    /// <summary>Prints it; <paramref name="expected"/> are the expectations of its labels, in the same order.</summary>
    public void Write(DemoDocument result, IReadOnlyList<ExpectedLabel> expected)
    {
        console.WriteLine();
        console.Write(TableOf(result.Labels.Zip(expected)));
        console.WriteLine(
            "(*) Argo makes an Experiment's Service select by the labels of this ReplicaSet. A label that the pods do not have would leave "
            + "the Service without pods, so this ReplicaSet gets only the labels of its own pod template.");
        console.WriteLine();
        var outcomes = result.Events.Outcomes.OrderByDescending(static outcome => outcome.Value).Select(static outcome => $"{outcome.Value} {outcome.Key}");
        console.MarkupLineInterpolated($"[bold]Changes[/]    {Numbers.Of(result.Events.Changes, "write")} to objects; the relay sends an event only if a change can affect labels");
        console.MarkupLineInterpolated($"[bold]Events[/]     {result.Events.Sent} sent: {string.Join(", ", outcomes)}");
        console.MarkupLineInterpolated($"[bold]API calls[/]  {Numbers.Of(result.Calls.Reads, "read")}, {Numbers.Of(result.Calls.Writes, "write")}");
        console.WriteLine();
        if (result.AsExpected)
        {
            console.MarkupLineInterpolated($"[green]All {expected.Count} labels are as expected.[/]");
        }
        else
        {
            console.MarkupLine("[red]Not as expected:[/]");
            foreach (var error in result.Faults)
            {
                console.MarkupLineInterpolated($"  {error}");
            }
        }

        if (result.Kept is { } kept)
        {
            WriteAddress(kept);
        }
    }

    private static Table TableOf(IEnumerable<(DemoLabel Label, ExpectedLabel Expected)> labels)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("Label", "Before", "After", "Why");
        foreach (var ofObject in labels.GroupBy(static pair => pair.Label.Object))
        {
            table.AddRow(new Text(ofObject.Key, new Style(decoration: Decoration.Bold)));
            foreach (var (label, expected) in ofObject)
            {
                var style = !label.AsExpected ? new Style(Color.Red) : label.Before != label.After ? new Style(Color.Green) : Style.Plain;
                table.AddRow(
                    new Text($"  {label.Key}"),
                    new Text(label.Before ?? "-"),
                    new Text(label.After ?? "-", style),
                    new Text(label.AsExpected ? ReasonOf(expected) : "NOT AS EXPECTED", style));
            }
        }

        return table;
    }

    private static string ReasonOf(ExpectedLabel label) => label.Reason switch
    {
        LabelReason.FromRollout => "added from the Rollout",
        LabelReason.FromPodTemplate => "added from its own pod template",
        LabelReason.CameBack => "added again after a user removed it",
        LabelReason.FollowedPodTemplate when label.After is null => "added and removed with pod template",
        LabelReason.FollowedPodTemplate => "changed with its pod template",
        LabelReason.Kept => $"kept: owned by {label.Owner}",
        LabelReason.Protected => "never changed: protected",
        LabelReason.ExcludedByDefault => "not added: excluded by default",
        LabelReason.NotOnPods => "not added: its pods lack it (*)",
    };

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
