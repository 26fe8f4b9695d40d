using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Tagalong.Core.Concurrency;

/// <summary>
/// A map of bounded size. It holds the newest entries: at least half of its capacity, and never more than its capacity.
/// Safe for many threads.
/// </summary>
/// <remarks>
/// Two generations: when the young one has reached half the capacity, it becomes the old one, and the old one is dropped. An entry
/// that is read becomes young again. That needs no list of uses and no timer. Young entries, nearly all that are ever read, are read
/// without a lock.
/// </remarks>
/// <typeparam name="TKey">The keys.</typeparam>
/// <typeparam name="TValue">The values.</typeparam>
/// <param name="capacity">The most entries that it holds.</param>
public sealed class BoundedMap<TKey, TValue>(int capacity)
    where TKey : notnull
{
    private readonly Lock _lock = new();
    private readonly int _generation = Math.Max(1, capacity / 2);
    private volatile ConcurrentDictionary<TKey, TValue> _young = NewGeneration();
    private ConcurrentDictionary<TKey, TValue> _old = NewGeneration();
    private int _youngCount;

    /// <summary>The value of a key, if it has one.</summary>
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

    /// <summary>Sets the value of a key.</summary>
    public void Set(TKey key, TValue value)
    {
        lock (_lock)
        {
            _old.TryRemove(key, out _);
            Put(key, value);
        }
    }

    /// <summary>The value of a key. Where there is none, or none that is still usable, a new one is made and kept.</summary>
    public TValue GetOrRenew(TKey key, Func<TValue, bool> isUsable, Func<TValue> make)
    {
        lock (_lock)
        {
            if (TryGet(key, out var value) && isUsable(value))
            {
                return value;
            }

            value = make();
            Set(key, value);
            return value;
        }
    }

    /// <summary>Removes a key, if its value meets a condition.</summary>
    public void RemoveIf<TState>(TKey key, TState state, Func<TValue, TState, bool> condition)
    {
        lock (_lock)
        {
            if (TryGet(key, out var value) && condition(value, state))
            {
                // Reading it may have started a new generation, and then it is in the old one.
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

    /// <remarks>Written under the lock only, so it needs no more than one internal lock.</remarks>
    private static ConcurrentDictionary<TKey, TValue> NewGeneration() => new(concurrencyLevel: 1, capacity: 31);
}
