using System.Text;
using CsCheck;
using Tagalong.Core.Events;
using Tagalong.Core.Outcomes;
using Tagalong.Core.Tests.Labels;
using Tagalong.DevCluster;
using Tagalong.Testing;

namespace Tagalong.Core.Tests;

/// <summary>Whatever arrives ends in an outcome, and an outcome that makes no sender repeat what nobody can read.</summary>
public class AnyBytesProperties
{
    private static readonly string[] Types =
    [
        "dev.knative.apiserver.resource.add", "dev.knative.apiserver.ref.update", "resource", "KUBERNETES_TOPOLOGY_CHANGE",
        "com.example.watch", "dev.tagalong.labels.applied", "",
    ];

    private static readonly IReadOnlyList<RecordedRequest> Recorded = RecordedRequest.All("argo-rollouts/canary");

    private static readonly Gen<byte[]> Damaged =
        Gen.Select(Gen.Int[0, Recorded.Count - 1], Gen.Select(Gen.Int[0, 7000], Gen.Byte).Array[1, 4]).Select((index, edits) =>
        {
            var body = Recorded[index].Body.ToArray();
            foreach (var (at, value) in edits)
            {
                body[at % body.Length] = value;
            }

            return body;
        });

    private static readonly Gen<byte[]> Fragments =
        Any.Of("{", "}", "[", "]", ":", ",", "\"metadata\"", "\"labels\"", "\"kind\"", "\"type\"", "\"object\"", "null", "1e999", "\"\\u0000\"", "\"\\ud800\"")
            .Array[0, 20].Select(parts => Encoding.UTF8.GetBytes(string.Concat(parts)));

    [Fact]
    public async Task Any_bytes_of_any_type_end_in_an_outcome()
    {
        await using var cluster = await DevApiServer.StartAsync(new DevApiServerOptions(), TestContext.Current.CancellationToken);
        await using var labeler = RunningLabeler.Start(cluster);

        await Gen.Select(Any.Of(Types), Gen.OneOf(Gen.Byte.Array[0, 200], Damaged, Fragments), Gen.Bool).SampleAsync(
            async (type, data, isAuthenticated) =>
            {
                var outcome = await labeler.HandleAsync(new EventEnvelope { Id = "1", Type = type, Data = data, IsSenderAuthenticated = isAuthenticated });

                Assert.True(outcome.Kind is OutcomeKind.Ignored or OutcomeKind.Unchanged or OutcomeKind.Rejected or OutcomeKind.Gone, outcome.ToString());
            },
            iter: 20000,
            threads: 1);

        Assert.Equal(0, cluster.Requests.Count(request => request.IsWrite && request.StatusCode == 200));
    }
}
