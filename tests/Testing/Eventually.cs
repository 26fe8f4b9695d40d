using System.Diagnostics;

namespace Tagalong.Testing;

/// <summary>Waits for a condition that another thread or process brings about.</summary>
public static class Eventually
{
    /// <summary>Longer than a slow machine needs: only a failing test waits that long.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    /// <summary>Waits until a function returns the expected value, and fails with its last value after the limit.</summary>
    public static Task EqualAsync<T>(T expected, Func<Task<T>> look) => EqualAsync(expected, look, Limit);

    /// <summary>As above, with another limit.</summary>
    public static async Task EqualAsync<T>(T expected, Func<Task<T>> look, TimeSpan limit)
    {
        ArgumentNullException.ThrowIfNull(look);
        var waited = Stopwatch.StartNew();
        var seen = await look();
        while (!EqualityComparer<T>.Default.Equals(expected, seen) && waited.Elapsed < limit)
        {
            await Task.Delay(Pause, TimeProvider.System, TestContext.Current.CancellationToken);
            seen = await look();
        }

        Assert.Equal(expected, seen);
    }

    /// <summary>Waits until a function returns a value, and returns it.</summary>
    public static async Task<T> NotNullAsync<T>(Func<Task<T?>> look)
        where T : class
    {
        T? seen = null;
        await EqualAsync(true, async () => (seen = await look()) is not null);
        return seen!;
    }
}
