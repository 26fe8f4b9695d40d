using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Tagalong.Core.Applying;
using Tagalong.Core.Objects;
using Tagalong.Core.Outcomes;
using Tagalong.Core.Rules;
using Tagalong.Core.Sweeping;

namespace Tagalong.Core.Tests.Sweeping;

public class SweepSummaryJsonTests
{
    private static readonly SweepSummary Summary = new(
        "sweep-20260101T041700Z-3fa9c1",
        WriteMode.Try,
        [
            new ClusterSummary(new ClusterName("prod-eu-1"), SweepEnd.Incomplete)
            {
                Reason = OutcomeReason.Forbidden,
                Detail = "replicasets: User \"tagalong\" cannot patch",
                Counts = new SweepCounts
                {
                    Listed = 812, Labeled = 3, Unchanged = 640, Ignored = 165, Gone = 1, Denied = 2, Rejected = 1, Deferred = 0,
                    LabelsAdded = 6, LabelsChanged = 5, LabelsRemoved = 4, Pages = 9, Reads = 8, Writes = 7,
                },
                Kept = ImmutableSortedDictionary<SkipReason, long>.Empty.Add(SkipReason.Protected, 1).Add(SkipReason.OwnedByAnother, 2),
                Duration = TimeSpan.FromSeconds(2.10049),
            },
            new ClusterSummary(default, SweepEnd.Complete),
        ],
        TimeSpan.FromSeconds(3));

    private static readonly string Expected = """
        {"sweep":"sweep-20260101T041700Z-3fa9c1","mode":"server-dry-run","complete":false,"seconds":3,"clusters":[
        {"cluster":"prod-eu-1","end":"Incomplete","reason":"Forbidden","detail":"replicasets: User \u0022tagalong\u0022 cannot patch",
        "objects":{"listed":812,"labeled":3,"unchanged":640,"ignored":165,"gone":1,"denied":2,"rejected":1,"deferred":0},
        "labels":{"added":6,"changed":5,"removed":4,"kept":{"OwnedByAnother":2,"Protected":1}},"calls":{"pages":9,"reads":8,"writes":7},"seconds":2.1},
        {"cluster":"","end":"Complete","reason":null,"detail":null,
        "objects":{"listed":0,"labeled":0,"unchanged":0,"ignored":0,"gone":0,"denied":0,"rejected":0,"deferred":0},
        "labels":{"added":0,"changed":0,"removed":0,"kept":{}},"calls":{"pages":0,"reads":0,"writes":0},"seconds":0}]}
        """.ReplaceLineEndings("");

    [Fact]
    public void The_result_has_the_documented_shape() => Assert.Equal(Expected, SweepSummaryJson.Write(Summary));

    [Fact]
    public void It_is_the_same_as_part_of_another_document()
    {
        using var body = new MemoryStream();
        using (var json = new Utf8JsonWriter(body))
        {
            SweepSummaryJson.Write(json, Summary);
        }

        Assert.Equal(Expected, Encoding.UTF8.GetString(body.ToArray()));
    }
}
