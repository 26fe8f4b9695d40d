using Tagalong.Core.Applying;
using Tagalong.Core.Rules;
using Tagalong.Core.Sweeping;

namespace Tagalong.Cli.Reporting;

/// <summary>All that a report tells of.</summary>
/// <param name="Summary">What the sweep came to.</param>
/// <param name="Seen">What it saw.</param>
/// <param name="Request">What was asked for.</param>
/// <param name="Policy">The policy.</param>
/// <param name="Began">When it began.</param>
internal sealed record SweepReport(SweepSummary Summary, Sighting Seen, SweepRequest Request, LabelPolicy Policy, DateTimeOffset Began)
{
    /// <summary>Whether nothing was written, so that all of it tells of what would be.</summary>
    public bool IsDry => Request.Mode != WriteMode.Apply;

    /// <summary>Of objects that carry every label by the sweep.</summary>
    public string Completed => IsDry ? "would be completed" : "completed by this sweep";

    /// <summary>Of labels that the sweep gave.</summary>
    public string Given => IsDry ? "would be given" : "given by this sweep";
}
