using System.Diagnostics;

namespace Tagalong.Testing;

/// <summary>What holds after a while, because somebody else brings it about.</summary>
public static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    /// <summary>Waits until a look shows what is expected; past the limit, says what it shows instead.</summary>
    public static Task EqualAsync<T>(T expected, Func<Task<T>> look) => EqualAsync(expected, look, Limit);

    /// <summary>The same with another limit, for what takes long by itself.</summary>
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

    /// <summary>Waits until a look shows something, and returns it.</summary>
    public static async Task<T> NotNullAsync<T>(Func<Task<T?>> look)
        where T : class
    {
        T? seen = null;
        await EqualAsync(true, async () => (seen = await look()) is not null);
        return seen!;
    }
}
