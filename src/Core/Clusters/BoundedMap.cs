using System.Diagnostics.CodeAnalysis;

namespace Tagalong.Core.Clusters;

/// <summary>
/// A map that forgets: it holds the newest entries, at least half of its capacity of them and never more than all of it.
/// Safe for many threads.
/// </summary>
/// <remarks>
/// Two generations: when the young one is half the capacity, it becomes the old one and the old one is dropped. What is
/// read is young again. That costs no list of uses and no timer.
/// </remarks>
/// <param name="capacity">The most entries that it holds.</param>
internal sealed class BoundedMap<TKey, TValue>(int capacity)
    where TKey : notnull
{
    private readonly Lock _lock = new();
    private readonly int _generation = Math.Max(1, capacity / 2);
    private Dictionary<TKey, TValue> _young = [];
    private Dictionary<TKey, TValue> _old = [];

    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        lock (_lock)
        {
            if (_young.TryGetValue(key, out value))
            {
                return true;
            }

            if (!_old.Remove(key, out value))
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
            _old.Remove(key);
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
                _young.Remove(key);
                _old.Remove(key);
            }
        }
    }

    private void Put(TKey key, TValue value)
    {
        _young[key] = value;
        if (_young.Count >= _generation)
        {
            (_old, _young) = (_young, new Dictionary<TKey, TValue>());
        }
    }
}
