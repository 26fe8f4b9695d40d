using Tagalong.Core.Applying;
using Tagalong.Core.Rules;
using Tagalong.Core.Sweeping;

namespace Tagalong.Cli.Reporting;

/// <summary>The content of a report.</summary>
internal sealed record SweepReport(SweepSummary Summary, Coverage Coverage, SweepRequest Request, LabelPolicy Policy, DateTimeOffset Started)
{
    /// <summary>Whether nothing was written, so that the report says what would be written.</summary>
    public bool IsDryRun => Request.Mode != WriteMode.Apply;

    /// <summary>The legend of objects that have every label through the sweep.</summary>
    public string Completed => IsDryRun ? "would be completed" : "completed by this sweep";

    /// <summary>The legend of labels that the sweep added.</summary>
    public string Given => IsDryRun ? "would be added" : "added by this sweep";
}
