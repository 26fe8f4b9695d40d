using Microsoft.Extensions.DependencyInjection;
using Tagalong.Core.Events;
using Tagalong.Core.Labels;
using Tagalong.Core.Objects;
using Tagalong.Core.Outcomes;
using Tagalong.Core.Rules;
using Tagalong.Core.Sources;
using Tagalong.DevCluster;
using Tagalong.Testing;

namespace Tagalong.Core.Tests;

/// <summary>What the event that comes most may allocate: a recorded ReplicaSet that has its labels already.</summary>
public sealed class AllocationTests : IAsyncLifetime
{
    private const int Enough = 500;

    private DevApiServer _cluster = null!;
    private RunningLabeler _running = null!;
    private EventEnvelope _settled = null!;

    public async ValueTask InitializeAsync()
    {
        _cluster = await Checkout.StartClusterAsync(TestContext.Current.CancellationToken);
        _running = RunningLabeler.StartSilent(_cluster, "Owners:TimeToLive=00:01:00", "Labeler:EventTimeout=00:05:00", "ApiCalls:AttemptTimeout=00:01:00");
        _settled = await Checkout.SettleAsync(_cluster, _running, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _running.DisposeAsync();
        await _cluster.DisposeAsync();
    }

    [Fact]
    public void From_its_bytes_to_its_plan_an_event_allocates_a_twentieth_of_what_the_clients_model_takes()
    {
        var policy = _running.Services.GetRequiredService<LabelPolicy>();
        var sources = new SourceLabels { [LabelSourceKind.Owner] = ObjectReader.Read(Checkout.Rollout.Body).Snapshot!.Labels };

        var bytes = LeastOf(() =>
        {
            var shown = EventReader.Read(_settled).Change!.Body!;
            Assert.False(LabelPlanner.Plan(shown, policy.Match(shown)!.Rule, sources).NeedsWrite);
        });

        // The model takes 12 144 bytes, by tests/Benchmarks.
        Assert.InRange(bytes, 1, 600);
    }

    [Fact]
    public void From_its_bytes_to_its_outcome_an_event_allocates_no_more_than_it_did()
    {
        var labeler = _running.Services.GetRequiredService<Labeler>();

        var bytes = LeastOf(() => AssertEndsAtOnce(labeler.HandleAsync(_settled, CancellationToken.None)));

        // Of a release build it is 1.4 KB; in a debug build each asynchronous method has an object of its own.
        Assert.InRange(bytes, 1, 6000);
    }

    private static void AssertEndsAtOnce(ValueTask<Outcome> handling) => Assert.True(handling.IsCompletedSuccessfully);

    /// <remarks>The first calls fill what is kept for later ones.</remarks>
    private static long LeastOf(Action work)
    {
        var least = long.MaxValue;
        for (var call = 0; call < Enough; call++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            work();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
