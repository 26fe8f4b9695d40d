namespace Tagalong.Core.Concurrency;

/// <summary>A lock per key, entered in order of arrival. Keys that are not in use are not kept.</summary>
internal sealed class KeyedLock<TKey>
    where TKey : notnull
{
    private const int MostSpare = 64;

    private readonly Dictionary<TKey, Gate> _gates = [];
    private readonly Stack<Gate> _spare = [];

    /// <summary>How many keys are held or waited for.</summary>
    public int Count
    {
        get
        {
            lock (_gates)
            {
                return _gates.Count;
            }
        }
    }

    /// <summary>Waits for the key and holds it until the result is disposed.</summary>
    public async ValueTask<Holder> EnterAsync(TKey key, CancellationToken cancellationToken)
    {
        Gate? gate;
        lock (_gates)
        {
            if (!_gates.TryGetValue(key, out gate))
            {
                _gates.Add(key, gate = _spare.TryPop(out var spare) ? spare : new Gate());
            }

            gate.Users++;
        }

        try
        {
            await gate.Semaphore.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            Leave(key, gate);
            throw;
        }

        return new Holder(this, key, gate);
    }

    /// <summary>As <see cref="EnterAsync"/>, but returns null at once if <paramref name="most"/> callers already hold the key or wait for it.</summary>
    public async ValueTask<Holder?> TryEnterAsync(TKey key, int most, CancellationToken cancellationToken)
    {
        lock (_gates)
        {
            if (_gates.TryGetValue(key, out var gate) && gate.Users >= most)
            {
                return null;
            }
        }

        return await EnterAsync(key, cancellationToken).ConfigureAwait(false);
    }

    private void Leave(TKey key, Gate gate)
    {
        lock (_gates)
        {
            if (--gate.Users == 0)
            {
                _gates.Remove(key);
                if (_spare.Count < MostSpare)
                {
                    _spare.Push(gate);
                }
            }
        }
    }

    /// <summary>Holds a key.</summary>
    public readonly struct Holder(KeyedLock<TKey> owner, TKey key, object gate) : IDisposable
    {
        public void Dispose()
        {
            ((Gate)gate).Semaphore.Release();
            owner.Leave(key, (Gate)gate);
        }
    }

    private sealed class Gate
    {
        public SemaphoreSlim Semaphore { get; } = new(1, 1);

        public int Users { get; set; }
    }
}
