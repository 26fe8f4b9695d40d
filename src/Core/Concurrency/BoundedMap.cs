using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Tagalong.Core.Concurrency;

/// <summary>
/// A map that forgets: it holds the newest entries, at least half of its capacity of them and never more than all of it.
/// Safe for many threads.
/// </summary>
/// <remarks>
/// Two generations: when the young one is half the capacity, it becomes the old one and the old one is dropped. What is
/// read is young again. That costs no list of uses and no timer. What is young, which is nearly all that is ever asked for, is read
/// without a lock.
/// </remarks>
/// <param name="capacity">The most entries that it holds.</param>
internal sealed class BoundedMap<TKey, TValue>(int capacity)
    where TKey : notnull
{
    private readonly Lock _lock = new();
    private readonly int _generation = Math.Max(1, capacity / 2);
    private volatile ConcurrentDictionary<TKey, TValue> _young = NewGeneration();
    private ConcurrentDictionary<TKey, TValue> _old = NewGeneration();
    private int _youngCount;

    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        if (_young.TryGetValue(key, out value))
        {
            return true;
        }

        lock (_lock)
        {
            if (_young.TryGetValue(key, out value))
            {
                return true;
            }

            if (!_old.TryRemove(key, out value))
            {
                return false;
            }

            Put(key, value);
            return true;
        }
    }

    /// <summary>Whether a key is there; it becomes no younger by it.</summary>
    public bool TryPeek(TKey key)
    {
        lock (_lock)
        {
            return _young.ContainsKey(key) || _old.ContainsKey(key);
        }
    }

    public void Set(TKey key, TValue value)
    {
        lock (_lock)
        {
            _old.TryRemove(key, out _);
            Put(key, value);
        }
    }

    /// <summary>The value of a key; made and kept if there is none, or none that still serves.</summary>
    public TValue GetOrRenew(TKey key, Func<TValue, bool> serves, Func<TValue> make)
    {
        lock (_lock)
        {
            if (TryGet(key, out var value) && serves(value))
            {
                return value;
            }

            value = make();
            Set(key, value);
            return value;
        }
    }

    /// <summary>Forgets a key, if what it has is to go.</summary>
    public void RemoveIf<TState>(TKey key, TState state, Func<TValue, TState, bool> isToGo)
    {
        lock (_lock)
        {
            if (TryGet(key, out var value) && isToGo(value, state))
            {
                // Having been looked at, it may have come of age.
                _youngCount -= _young.TryRemove(key, out _) ? 1 : 0;
                _old.TryRemove(key, out _);
            }
        }
    }

    private void Put(TKey key, TValue value)
    {
        if (_young.TryAdd(key, value))
        {
            _youngCount++;
        }
        else
        {
            _young[key] = value;
        }

        if (_youngCount >= _generation)
        {
            (_old, _young, _youngCount) = (_young, NewGeneration(), 0);
        }
    }

    /// <remarks>Written under the lock only, so that one lock of its own is enough.</remarks>
    private static ConcurrentDictionary<TKey, TValue> NewGeneration() => new(concurrencyLevel: 1, capacity: 31);
}
