using Tagalong.Cli.Output;

namespace Tagalong.Cli.Reporting;

/// <summary>The objects that could not be labelled; nothing if there are none.</summary>
internal static class FailureSection
{
    public static void Write(HtmlWriter html, SweepReport report)
    {
        var (failures, failed) = (report.Coverage.Failures, report.Coverage.Failed);
        if (failures.Count == 0)
        {
            return;
        }

        using (html.Section("What failed"))
        {
            html.Table(failures.OrderByDescending(static failure => failure.Value).ThenBy(static failure => failure.Key.Cluster, StringComparer.Ordinal))
                .Name("Cluster", static failure => failure.Key.Cluster)
                .Text("Reason", static failure => failure.Key.Reason.ToString())
                .Number("Objects", static failure => failure.Value)
                .Write("Objects by cluster and reason");
            using (html.Element("details"))
            {
                html.Line("summary", "Object by object");
                html.Table(failed.Items.OrderByObject(static item => item.Cluster, static item => item.Object))
                    .Text("Cluster", static item => item.Cluster)
                    .Text("Namespace", static item => item.Object.Namespace)
                    .Name("Object", static item => $"{item.Object.Kind}/{item.Object.Name}")
                    .Text("Reason", static item => item.Detail is null ? item.Reason.ToString() : $"{item.Reason}: {item.Detail}")
                    .Write("Objects", failed.Items.Count, failed.Count);
            }
        }
    }
}
