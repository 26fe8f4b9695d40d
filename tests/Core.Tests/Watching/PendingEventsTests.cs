using Microsoft.Extensions.Time.Testing;
using Tagalong.Core.Objects;
using Tagalong.Core.Watching;

namespace Tagalong.Core.Tests.Watching;

public class PendingEventsTests
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(100);

    [Fact]
    public async Task A_newer_event_of_an_object_takes_the_place_of_the_one_that_waits_and_stays_new()
    {
        using var waiting = new PendingEvents(10, TimeProvider.System);
        await AddAsync(waiting, "a", "1", isNew: true);
        await AddAsync(waiting, "b", "2");
        await AddAsync(waiting, "a", "3");

        var (first, second) = (await NextAsync(waiting), await NextAsync(waiting));

        Assert.Equal(("a/3", true, "b/2"), (first.Event.Id, first.Event.IsNew, second.Event.Id));
        Assert.Equal(2, waiting.Count);
    }

    [Fact]
    public async Task An_object_whose_first_event_could_not_be_sent_is_still_new_with_its_next()
    {
        var time = new FakeTimeProvider();
        using var waiting = new PendingEvents(10, time);
        await AddAsync(waiting, "a", "1", isNew: true);
        var first = await NextAsync(waiting);
        await AddAsync(waiting, "a", "2");

        waiting.PutOff(first, TimeSpan.FromSeconds(1));
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(("a/2", true), await NextAsync(waiting) switch { var next => (next.Event.Id, next.Event.IsNew) });
    }

    [Fact]
    public async Task Of_one_object_one_event_is_sent_at_a_time_and_the_newer_one_after_it()
    {
        using var waiting = new PendingEvents(10, TimeProvider.System);
        await AddAsync(waiting, "a", "1");
        var first = await NextAsync(waiting);
        await AddAsync(waiting, "a", "2");

        var next = waiting.NextAsync(TestContext.Current.CancellationToken).AsTask();
        await Task.WhenAny(next, Task.Delay(Moment, TimeProvider.System, TestContext.Current.CancellationToken));
        Assert.False(next.IsCompleted);
        waiting.Settle(first);

        Assert.Equal("a/2", (await next)!.Value.Event.Id);
    }

    [Fact]
    public async Task What_failed_has_its_turn_again_after_its_wait_or_what_is_newer_by_then()
    {
        var time = new FakeTimeProvider();
        using var waiting = new PendingEvents(10, time);
        await AddAsync(waiting, "a", "1");
        waiting.PutOff(await NextAsync(waiting), TimeSpan.FromSeconds(5));
        await AddAsync(waiting, "a", "2");
        var next = waiting.NextAsync(TestContext.Current.CancellationToken).AsTask();

        time.Advance(TimeSpan.FromSeconds(4));
        Assert.False(next.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1));
        var again = (await next)!.Value;
        waiting.PutOff(again, TimeSpan.Zero);
        time.Advance(TimeSpan.Zero);

        Assert.Equal(("a/2", 1), (again.Event.Id, again.Failures));
        Assert.Equal(("a/2", 2), await NextAsync(waiting) switch { var third => (third.Event.Id, third.Failures) });
    }

    [Fact]
    public async Task When_it_is_full_another_object_has_to_wait_and_a_known_one_has_not()
    {
        using var waiting = new PendingEvents(1, TimeProvider.System);
        await AddAsync(waiting, "a", "1");
        await AddAsync(waiting, "a", "2");

        var adding = AddAsync(waiting, "b", "3");
        await Task.WhenAny(adding, Task.Delay(Moment, TimeProvider.System, TestContext.Current.CancellationToken));
        Assert.False(adding.IsCompleted);
        waiting.Settle(await NextAsync(waiting));
        await adding;

        Assert.Equal("b/3", (await NextAsync(waiting)).Event.Id);
    }

    [Fact]
    public async Task It_is_empty_when_the_last_event_is_settled_and_closed_when_it_is_disposed()
    {
        var waiting = new PendingEvents(10, TimeProvider.System);
        Assert.True(waiting.WhenEmptyAsync().IsCompleted);
        waiting.Dispose();

        Assert.Null(await waiting.NextAsync(TestContext.Current.CancellationToken));
    }

    private static async Task<PendingEvents.Sending> NextAsync(PendingEvents waiting) =>
        (await waiting.NextAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken))!.Value;

    private static Task AddAsync(PendingEvents waiting, string uid, string version, bool isNew = false) => waiting.AddAsync(
        new RelayedEvent(isNew, new ObjectReference("apps/v1", "ReplicaSet", "shop", uid, uid), new ResourceType("apps", "v1", "ReplicaSet", "replicasets"), version, default, default, default),
        TestContext.Current.CancellationToken).AsTask();
}
