using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Tagalong.Testing;

namespace Tagalong.Functions.Tests;

/// <summary>
/// Whole releases, recorded from the real Argo Rollouts and the real Knative adapter, happen again in a dev cluster while
/// the function gets the event of each change.
/// </summary>
public class LiveReplayTests
{
    [Fact]
    public async Task A_canary_release_takes_seven_writes_for_94_events()
    {
        var replayed = await ReplayAsync("argo-rollouts/canary");

        Assert.Equal(
            [
                "02-add-replicaset-checkout-8668bffb96: Labeled +app.kubernetes.io/name +app.kubernetes.io/part-of +cost-center +role +team",
                "17-add-replicaset-checkout-5787c9fcb6: Labeled +app.kubernetes.io/name +app.kubernetes.io/part-of +cost-center +role +team",
                "32-add-experiment-checkout-5787c9fcb6-2-1: Labeled +app.kubernetes.io/name +app.kubernetes.io/part-of +cost-center +team",
                "34-add-replicaset-checkout-5787c9fcb6-2-1-baseline: Labeled +app +role +tier +version",
                "37-add-replicaset-checkout-5787c9fcb6-2-1-canary: Labeled +app +role +tier +version",
                "78-update-replicaset-checkout-5787c9fcb6: Labeled ~role",
                "83-update-replicaset-checkout-8668bffb96: Labeled -role",
            ],
            replayed.Written);
        Assert.Equal((7, 0), (replayed.Writes, replayed.Reads));
        Assert.Equal(94, replayed.Outcomes.Values.Sum());
    }

    private static async Task<Replayed> ReplayAsync(string folder)
    {
        var recorded = RecordedRequest.All(folder);
        var clock = new FakeTimeProvider(TimeOf(recorded[0]));
        await using var function = await RunningFunction.StartAsync(time: clock);
        var replay = new LiveReplay(function.Cluster.Objects);
        var replayed = new Replayed();

        foreach (var request in recorded)
        {
            var shown = replay.Play(request);
            clock.SetUtcNow(Later(clock.GetUtcNow(), TimeOf(request)));
            Assert.Equal(HttpStatusCode.Accepted, await function.SendAsync(request, Encoding.UTF8.GetBytes(shown.ToJsonString())));
            replayed.Note(request, function.LastOutcome());
        }

        replayed.Reads = function.Cluster.Requests.Reads;
        replayed.Writes = function.Cluster.Requests.Writes;
        return replayed;
    }

    private static DateTimeOffset TimeOf(RecordedRequest request) => DateTimeOffset.Parse(request.Headers["Ce-Time"], CultureInfo.InvariantCulture);

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private sealed class Replayed
    {
        public List<string> Written { get; } = [];

        public SortedDictionary<string, int> Outcomes { get; } = [];

        public int Reads { get; set; }

        public int Writes { get; set; }

        public void Note(RecordedRequest request, LoggedOutcome outcome)
        {
            var ended = $"{outcome.Kind} {outcome.Reason}";
            Outcomes[ended] = Outcomes.GetValueOrDefault(ended) + 1;
            File.AppendAllText("/tmp/replay.txt", $"{request.Name} {ended} {outcome.Reads} {outcome.Writes} {outcome.Kept}\n");
            if (outcome.Writes > 0)
            {
                Written.Add(string.Join(' ', [$"{request.Name}: {outcome.Kind}", .. outcome.Changes]));
            }
        }
    }
}
