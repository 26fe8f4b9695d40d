using Tagalong.Core.Concurrency;

namespace Tagalong.Core.Tests.Concurrency;

public class KeyedLockTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_key_is_held_by_one_caller_at_a_time_in_order_of_arrival()
    {
        var locks = new KeyedLock<string>();
        var order = new List<int>();
        var first = await locks.EnterAsync("a", Token);

        var others = Enumerable.Range(1, 5).Select(async number =>
        {
            using var turn = await locks.EnterAsync("a", Token);
            order.Add(number);
            await Task.Yield();
        }).ToList();
        Assert.Empty(order);
        first.Dispose();
        await Task.WhenAll(others);

        Assert.Equal([1, 2, 3, 4, 5], order);
    }

    [Fact]
    public async Task Other_keys_do_not_wait()
    {
        var locks = new KeyedLock<string>();
        using var a = await locks.EnterAsync("a", Token);

        using var b = await locks.EnterAsync("b", Token);

        Assert.Equal(2, locks.Count);
    }

    [Fact]
    public async Task An_unused_key_takes_no_memory_even_after_a_cancelled_wait()
    {
        var locks = new KeyedLock<string>();
        var holder = await locks.EnterAsync("a", Token);
        using var impatient = new CancellationTokenSource();
        var waiting = locks.EnterAsync("a", impatient.Token).AsTask();

        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        holder.Dispose();

        Assert.Equal(0, locks.Count);
    }
}
