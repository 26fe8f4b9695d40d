using System.Globalization;
using Tagalong.Cli.Reporting;
using Tagalong.Core.Labels;
using Tagalong.Core.Objects;
using Tagalong.Core.Outcomes;
using Tagalong.Core.PolicyFiles;
using Tagalong.Core.Rules;
using Tagalong.Core.Sources;
using Tagalong.Core.Sweeping;

namespace Tagalong.Cli.Tests.Reporting;

public class ReportSizeTests
{
    [Fact]
    public void A_report_on_many_objects_stays_small_and_says_how_much_it_leaves_out()
    {
        const int objects = 30_000;
        var policy = PolicyLoader.Load([], []).Policy!;
        var rule = policy.Rules.Single(candidate => candidate.Name == "replicasets-of-rollouts");
        var coverage = new Coverage();
        Parallel.For(0, objects, number => coverage.Report(Swept(number, rule)));

        using var page = new StringWriter(CultureInfo.InvariantCulture);
        var counts = new SweepCounts { Listed = objects, Labeled = objects / 2, Unchanged = objects / 2, LabelsAdded = objects / 2 };
        var summary = new SweepSummary("sweep", default, [new ClusterSummary(new ClusterName("eu"), SweepEnd.Complete) { Counts = counts }], TimeSpan.FromSeconds(1));
        HtmlReport.Write(page, new SweepReport(summary, coverage, new SweepRequest(), policy, DateTimeOffset.UnixEpoch));

        var html = page.ToString();
        Assert.True(html.Length < 700_000, $"{html.Length} characters");
        Assert.Contains("15,000 objects, of which 500 are listed here.", html, StringComparison.Ordinal);
        Assert.Contains("most lacking first; 200 of 1,000 are shown", html, StringComparison.Ordinal);
        Assert.Contains("Labels with another value; 500 of 15,000 are shown", html, StringComparison.Ordinal);
        Assert.Equal(new KeyCoverage(0, 15_000, 15_000, 0), coverage.Keys["team"]);
        Assert.Equal(new ObjectCoverage(15_000, 15_000, 0), coverage.Clusters["eu"]);
    }

    private static SweptObject Swept(int number, LabelRule rule)
    {
        var isKept = number % 2 == 0;
        var before = new ObjectSnapshot
        {
            ApiVersion = "apps/v1",
            Kind = "ReplicaSet",
            Namespace = $"namespace-{number % 1000}",
            Name = $"replica-set-{number}",
            Labels = isKept ? LabelSet.From(("team", "others")) : LabelSet.Empty,
            LabelManagers = [],
        };
        var owner = new OwnerReference("argoproj.io/v1alpha1", "Rollout", "web", "uid", IsController: true);
        var given = LabelSet.From(("team", "payments"));
        return new SweptObject(
            new ClusterName("eu"),
            before,
            isKept
                ? new Outcome(OutcomeReason.AlreadyLabeled) { Kept = [new SkippedLabel("team", SkipReason.OwnedByAnother, "kubectl")] }
                : new Outcome(OutcomeReason.Applied) { Added = given, Rule = rule.Name })
        {
            After = isKept ? before.Labels : given,
            Match = new RuleMatch(rule, owner, rule.Owners[0]),
            Sources = new SourceLabels { [LabelSourceKind.Owner] = given },
        };
    }
}
