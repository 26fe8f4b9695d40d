namespace Tagalong.Core.Concurrency;

/// <summary>
/// Work that is done once for all who ask while it is under way. It has a time limit of its own and is not called off with
/// those who wait for it: what takes longer than their patience is there when they come again.
/// </summary>
/// <param name="work">The work. Whatever goes wrong in it, and that it was called off, it has to make a result of.</param>
/// <param name="limit">How long it may take.</param>
/// <param name="time">The clock.</param>
/// <param name="stopping">Calls it off for good.</param>
internal sealed class SharedWork<T>(Func<CancellationToken, Task<T>> work, TimeSpan limit, TimeProvider time, CancellationToken stopping)
{
    private readonly Lock _lock = new();
    private Task<T>? _running;

    /// <summary>Begins the work, if it is not under way.</summary>
    public Task<T> Join()
    {
        lock (_lock)
        {
            return _running is { IsCompleted: false } running ? running : _running = Task.Run(RunAsync, CancellationToken.None);
        }
    }

    private async Task<T> RunAsync()
    {
        using var limited = new CancellationTokenSource(limit, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limited.Token, stopping);
        return await work(both.Token).ConfigureAwait(false);
    }
}
