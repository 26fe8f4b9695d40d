using Microsoft.Extensions.Time.Testing;
using Tagalong.Core.Concurrency;

namespace Tagalong.Core.Tests.Concurrency;

public sealed class RefreshedValueTests : IDisposable
{
    private static readonly TimeSpan RefreshAfter = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(10);

    private readonly FakeTimeProvider _clock = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<string> _errors = [];
    private readonly RefreshedValue<string, string> _value;
    private Func<CancellationToken, Task<string>> _source = static _ => Task.FromResult("one");
    private int _fetches;
    private bool _isUsable = true;

    public RefreshedValueTests() => _value = new(FetchAsync, TimeSpan.FromSeconds(30), _clock, _stopping.Token)
    {
        IsUsable = _ => _isUsable,
        ErrorChanged = _errors.Add,
    };

    [Fact]
    public async Task Concurrent_callers_share_one_fetch()
    {
        var gate = new TaskCompletionSource<string>();
        _source = _ => gate.Task;

        var callers = Enumerable.Range(0, 10).Select(_ => GetAsync()).ToList();
        gate.SetResult("one");

        Assert.All(await Task.WhenAll(callers), static fetched => Assert.Equal("one", fetched.Value));
        Assert.Equal(1, _fetches);
    }

    [Fact]
    public async Task A_fetch_goes_on_when_its_caller_stops_waiting()
    {
        var gate = new TaskCompletionSource<string>();
        _source = _ => gate.Task;
        using var impatient = new CancellationTokenSource();

        var caller = _value.GetAsync(impatient.Token).AsTask();
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => caller);
        gate.SetResult("one");

        Assert.Equal("one", (await GetAsync()).Value);
        Assert.Equal(1, _fetches);
    }

    [Fact]
    public async Task A_value_is_refreshed_in_the_background_when_it_is_due()
    {
        await GetAsync();
        _source = static _ => Task.FromResult("two");
        await GetAsync();
        Assert.Equal(1, _fetches);

        _clock.Advance(RefreshAfter);
        Assert.Equal("one", (await GetAsync()).Value);

        await UntilAsync(() => _value.Value == "two");
    }

    [Fact]
    public async Task A_failed_refresh_keeps_the_value_and_is_reported_once_for_each_error()
    {
        await GetAsync();
        foreach (var (error, expected) in ((string, string)[])[("down", "down"), ("down", "down"), ("denied", "down denied")])
        {
            _source = _ => throw new InvalidOperationException(error);
            var fetches = _fetches;
            _clock.Advance(RefreshAfter);
            Assert.Equal("one", (await GetAsync()).Value);
            await UntilAsync(() => _fetches > fetches && string.Join(' ', _errors) == expected);
        }
    }

    [Fact]
    public async Task Without_a_usable_value_an_error_is_returned_until_the_next_fetch_is_due()
    {
        _source = static _ => throw new InvalidOperationException("down");
        var first = await GetAsync();
        var soon = await GetAsync();
        var fetches = _fetches;

        _clock.Advance(RetryAfter);
        _source = static _ => Task.FromResult("one");
        var later = await GetAsync();

        Assert.Equal((null, "down", RetryAfter), (first.Value, first.Error, first.RefreshAfter));
        Assert.Equal((first, 1), (soon, fetches));
        Assert.Equal("one", later.Value);
    }

    [Fact]
    public async Task A_value_that_is_not_usable_any_more_is_fetched_again()
    {
        await GetAsync();
        _isUsable = false;
        _source = static _ => Task.FromResult("two");

        Assert.Equal("two", (await GetAsync()).Value);
    }

    [Fact]
    public async Task A_fetch_has_a_time_limit()
    {
        _source = static async cancellationToken =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            return "";
        };

        var caller = GetAsync();
        await UntilAsync(() =>
        {
            _clock.Advance(TimeSpan.FromSeconds(31));
            return caller.IsCompleted;
        });

        Assert.NotNull((await caller).Error);
    }

    [Fact]
    public async Task A_refresh_by_age_waits_for_the_value_to_be_older_and_for_the_end_of_the_wait_after_an_error()
    {
        _value.RefreshIfOlderThan(TimeSpan.FromMinutes(5));
        await UntilAsync(() => _value.Value is not null);

        _clock.Advance(TimeSpan.FromMinutes(4));
        _value.RefreshIfOlderThan(TimeSpan.FromMinutes(5));
        Assert.True(_value.IsNewerThan(TimeSpan.FromMinutes(5)));

        _clock.Advance(TimeSpan.FromMinutes(2));
        _source = static _ => throw new InvalidOperationException("down");
        _value.RefreshIfOlderThan(TimeSpan.FromMinutes(5));
        await UntilAsync(() => _errors.Count == 1);
        _value.RefreshIfOlderThan(TimeSpan.FromMinutes(5));

        Assert.False(_value.IsNewerThan(TimeSpan.FromMinutes(5)));
        Assert.Equal(2, _fetches);
    }

    public void Dispose() => _stopping.Dispose();

    private Task<Fetched<string, string>> GetAsync() => _value.GetAsync(TestContext.Current.CancellationToken).AsTask();

    private async Task<Fetched<string, string>> FetchAsync(string? current, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _fetches);
        try
        {
            return new(await _source(cancellationToken), null, RefreshAfter);
        }
        catch (Exception exception) when (exception is InvalidOperationException or OperationCanceledException)
        {
            return new(null, exception.Message, RetryAfter);
        }
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        while (!condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }
}
