namespace Tagalong.Core.Concurrency;

/// <summary>
/// A value that is fetched when a caller needs it and refreshed in the background. One fetch runs at a time, for all callers; it has its own time
/// limit and goes on when a caller stops waiting. A fetch that fails keeps the earlier value, and its error is the result until the next fetch is due.
/// </summary>
/// <param name="fetch">Fetches the value, given the current one. It must return every failure, cancellation included, as a result.</param>
/// <param name="timeout">How long one fetch may take.</param>
/// <param name="time">The clock.</param>
/// <param name="stopping">Cancels fetches for good.</param>
internal sealed class RefreshedValue<T, TError>(
    Func<T?, CancellationToken, Task<Fetched<T, TError>>> fetch, TimeSpan timeout, TimeProvider time, CancellationToken stopping)
    where T : class
{
    private readonly Lock _lock = new();
    private volatile T? _value;
    private Fetched<T, TError> _last;
    private long? _valueRequestedAt;
    private long? _fetchedAt;
    private Task<Fetched<T, TError>>? _running;

    /// <summary>Whether a value can still be used. By default every value can.</summary>
    public Func<T, bool> IsUsable { get; init; } = static _ => true;

    /// <summary>Called when a fetch fails with another error than the one before, or for the first time after a success.</summary>
    public Action<TError> ErrorChanged { get; init; } = static _ => { };

    /// <summary>The value that was fetched last, usable or not; null before the first success.</summary>
    public T? Value => _value;

    private bool IsDue => _fetchedAt is not { } at || time.GetElapsedTime(at) >= _last.RefreshAfter;

    /// <summary>
    /// The value if it is usable; a refresh that is due starts in the background. Without a usable value: the last error while no fetch is due, else
    /// the result of a fetch.
    /// </summary>
    public ValueTask<Fetched<T, TError>> GetAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_value is { } value && IsUsable(value))
            {
                if (IsDue)
                {
                    _ = Fetch();
                }

                return ValueTask.FromResult(new Fetched<T, TError>(value, default, default));
            }

            return _last.Value is null && !IsDue ? ValueTask.FromResult(_last) : new(Fetch().WaitAsync(cancellationToken));
        }
    }

    /// <summary>Whether the value was requested less than a time ago.</summary>
    public bool IsNewerThan(TimeSpan age)
    {
        lock (_lock)
        {
            return _valueRequestedAt is { } at && time.GetElapsedTime(at) < age;
        }
    }

    /// <summary>Starts a fetch in the background if the value is older and a fetch is due.</summary>
    public void RefreshIfOlderThan(TimeSpan age)
    {
        lock (_lock)
        {
            if (IsDue && !IsNewerThan(age))
            {
                _ = Fetch();
            }
        }
    }

    /// <summary>Makes the next fetch due now.</summary>
    public void Expire()
    {
        lock (_lock)
        {
            _last = _last with { RefreshAfter = TimeSpan.Zero };
        }
    }

    private Task<Fetched<T, TError>> Fetch() =>
        _running is { IsCompleted: false } running ? running : _running = Task.Run(FetchAsync, CancellationToken.None);

    private async Task<Fetched<T, TError>> FetchAsync()
    {
        using var limit = new CancellationTokenSource(timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stopping);
        var requestedAt = time.GetTimestamp();
        var fetched = await fetch(_value, both.Token).ConfigureAwait(false);
        var isNewError = false;
        lock (_lock)
        {
            _fetchedAt = time.GetTimestamp();
            if (fetched.Value is { } value)
            {
                (_value, _valueRequestedAt) = (value, requestedAt);
            }
            else
            {
                isNewError = !EqualityComparer<TError>.Default.Equals(fetched.Error, _last.Error);
            }

            _last = fetched;
        }

        if (isNewError)
        {
            ErrorChanged(fetched.Error!);
        }

        return fetched.Value is null && _value is { } earlier && IsUsable(earlier) ? fetched with { Value = earlier } : fetched;
    }
}
