using System.Text;
using Microsoft.Extensions.Time.Testing;
using Tagalong.Core.Objects;
using Tagalong.Core.Watching;

namespace Tagalong.Core.Tests.Watching;

public class PendingEventsTests
{
    private static readonly TimeSpan ShortWait = TimeSpan.FromMilliseconds(100);

    [Fact]
    public async Task A_newer_event_of_an_object_replaces_the_pending_one_and_keeps_IsNew()
    {
        using var pending = new PendingEvents(10, TimeProvider.System);
        await AddAsync(pending, "a", "1", isNew: true);
        await AddAsync(pending, "b", "2");
        await AddAsync(pending, "a", "3");

        var (first, second) = (await NextAsync(pending), await NextAsync(pending));

        Assert.Equal(("a/3", true, "b/2"), (first.Event.Id, first.Event.IsNew, second.Event.Id));
        Assert.Equal(2, pending.Count);
    }

    [Fact]
    public async Task An_object_is_still_new_after_its_first_event_could_not_be_sent()
    {
        var time = new FakeTimeProvider();
        using var pending = new PendingEvents(10, time);
        await AddAsync(pending, "a", "1", isNew: true);
        var first = await NextAsync(pending);
        await AddAsync(pending, "a", "2");

        pending.Defer(first, TimeSpan.FromSeconds(1));
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(("a/2", true), await NextAsync(pending) switch { var next => (next.Event.Id, next.Event.IsNew) });
    }

    [Fact]
    public async Task Events_of_one_object_are_sent_one_at_a_time()
    {
        using var pending = new PendingEvents(10, TimeProvider.System);
        await AddAsync(pending, "a", "1");
        var first = await NextAsync(pending);
        await AddAsync(pending, "a", "2");

        var next = pending.NextAsync(isSlow: false, TestContext.Current.CancellationToken).AsTask();
        await Task.WhenAny(next, Task.Delay(ShortWait, TimeProvider.System, TestContext.Current.CancellationToken));
        Assert.False(next.IsCompleted);
        pending.Complete(first);

        Assert.Equal("a/2", (await next)!.Value.Event.Id);
    }

    [Fact]
    public async Task A_deferred_event_or_its_newer_replacement_is_sent_after_the_wait()
    {
        var time = new FakeTimeProvider();
        using var pending = new PendingEvents(10, time);
        await AddAsync(pending, "a", "1");
        pending.Defer(await NextAsync(pending), TimeSpan.FromSeconds(5));
        await AddAsync(pending, "a", "2");
        var next = pending.NextAsync(isSlow: false, TestContext.Current.CancellationToken).AsTask();

        time.Advance(TimeSpan.FromSeconds(4));
        Assert.False(next.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1));
        var again = (await next)!.Value;
        pending.Defer(again, TimeSpan.Zero);
        time.Advance(TimeSpan.Zero);

        Assert.Equal(("a/2", 1), (again.Event.Id, again.Failures));
        Assert.Equal(("a/2", 2), await NextAsync(pending) switch { var third => (third.Event.Id, third.Failures) });
    }

    [Fact]
    public async Task At_capacity_only_a_new_object_has_to_wait()
    {
        using var pending = new PendingEvents(1, TimeProvider.System);
        await AddAsync(pending, "a", "1");
        await AddAsync(pending, "a", "2");

        var adding = AddAsync(pending, "b", "3");
        await Task.WhenAny(adding, Task.Delay(ShortWait, TimeProvider.System, TestContext.Current.CancellationToken));
        Assert.False(adding.IsCompleted);
        pending.Complete(await NextAsync(pending));
        await adding;

        Assert.Equal("b/3", (await NextAsync(pending)).Event.Id);
    }

    [Fact]
    public async Task An_object_in_the_slow_lane_takes_no_place_and_is_known_by_name_only()
    {
        var time = new FakeTimeProvider();
        using var pending = new PendingEvents(1, time);
        await AddAsync(pending, "a", "1", isNew: true);
        var isSlow = pending.TryDeferSlowly(await NextAsync(pending), TimeSpan.FromSeconds(5));
        await AddAsync(pending, "b", "2");

        var next = await NextAsync(pending);
        var slow = pending.NextAsync(isSlow: true, TestContext.Current.CancellationToken).AsTask();
        var wasDue = slow.IsCompleted;
        time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal((true, "b/2", false), (isSlow, next.Event.Id, wasDue));
        var again = (await slow)!.Value.Event;
        Assert.Equal(("a/1", true), (again.Id, again.IsNew));
        Assert.Equal("""{"apiVersion":"apps/v1","kind":"ReplicaSet","metadata":{"name":"a","namespace":"shop","uid":"a"}}""", Encoding.UTF8.GetString(again.Body.Span));
    }

    [Fact]
    public async Task Objects_beyond_the_bytes_that_may_wait_are_known_by_name_only_until_there_is_room()
    {
        using var pending = new PendingEvents(100, TimeProvider.System);
        foreach (var uid in (string[])["a", "b", "c"])
        {
            await AddAsync(pending, uid, "1", body: new byte[7 * 1024 * 1024]);
        }

        var held = new List<string>();
        for (var number = 0; number < 3; number++)
        {
            var next = await NextAsync(pending);
            held.Add($"{next.Event.Object.Name} {next.Event.Body.Length > 1000}");
            pending.Complete(next);
        }

        await AddAsync(pending, "d", "1", body: new byte[7 * 1024 * 1024]);

        Assert.Equal(["a True", "b True", "c False"], held);
        Assert.Equal(7 * 1024 * 1024, (await NextAsync(pending)).Event.Body.Length);
    }

    [Fact]
    public async Task What_is_in_the_slow_lane_is_counted_and_does_not_delay_a_stop()
    {
        using var pending = new PendingEvents(1, new FakeTimeProvider());
        await AddAsync(pending, "a", "1");
        var empty = pending.WhenEmptyAsync();

        pending.TryDeferSlowly(await NextAsync(pending), TimeSpan.FromSeconds(5));

        await empty;
        Assert.Equal((1, 1), (pending.Count, pending.SlowCount));
    }

    [Fact]
    public async Task The_slow_lane_is_bounded_and_what_is_done_leaves_it()
    {
        var time = new FakeTimeProvider();
        using var pending = new PendingEvents(1, time);
        for (var number = 0; number < 10; number++)
        {
            await AddAsync(pending, $"slow-{number}", "1");
            Assert.True(pending.TryDeferSlowly(await NextAsync(pending), TimeSpan.FromSeconds(5)));
        }

        await AddAsync(pending, "a", "1");
        var next = await NextAsync(pending);
        var hadRoom = pending.TryDeferSlowly(next, TimeSpan.FromSeconds(5));
        time.Advance(TimeSpan.FromSeconds(5));
        pending.Complete((await pending.NextAsync(isSlow: true, TestContext.Current.CancellationToken))!.Value);

        Assert.Equal((false, true), (hadRoom, pending.TryDeferSlowly(next, TimeSpan.FromSeconds(5))));
        Assert.Equal((10, 10), (pending.Count, pending.SlowCount));
    }

    [Fact]
    public async Task A_change_of_an_object_in_the_slow_lane_is_tried_at_once_and_once()
    {
        var time = new FakeTimeProvider();
        using var pending = new PendingEvents(1, time);
        await AddAsync(pending, "a", "1");
        pending.TryDeferSlowly(await NextAsync(pending), TimeSpan.FromSeconds(5));

        await AddAsync(pending, "a", "2");
        time.Advance(TimeSpan.Zero);
        var changed = (await pending.NextAsync(isSlow: true, TestContext.Current.CancellationToken))!.Value;
        pending.Complete(changed);
        time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(("a/2", 0), (changed.Event.Id, pending.Count));
        var second = pending.NextAsync(isSlow: true, TestContext.Current.CancellationToken).AsTask();
        Assert.False(second.IsCompleted);
    }

    [Fact]
    public async Task Without_events_it_is_empty_and_after_Dispose_there_is_no_next_event()
    {
        var pending = new PendingEvents(10, TimeProvider.System);
        Assert.True(pending.WhenEmptyAsync().IsCompleted);
        pending.Dispose();

        Assert.Null(await pending.NextAsync(isSlow: false, TestContext.Current.CancellationToken));
    }

    private static async Task<PendingEvents.Sending> NextAsync(PendingEvents pending) =>
        (await pending.NextAsync(isSlow: false, TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken))!.Value;

    private static Task AddAsync(PendingEvents pending, string uid, string version, bool isNew = false, byte[]? body = null) => pending.AddAsync(
        new RelayedEvent(isNew, new ObjectReference("apps/v1", "ReplicaSet", "shop", uid, uid), new ResourceType("apps", "v1", "ReplicaSet", "replicasets"), version, default, default, body),
        TestContext.Current.CancellationToken).AsTask();
}
