namespace Tagalong.Core.Concurrency;

/// <summary>
/// A bounded amount that several holders share: a holder may take more while it has no more than what is left for all others.
/// So one holder alone gets half, and each further one half of what is left; as they return it, their shares become equal. Safe for many threads.
/// </summary>
/// <param name="limit">The most that all holders may have together.</param>
public sealed class FairShare(long limit)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<object, long> _held = [];
    private long _taken;

    /// <summary>How much is taken.</summary>
    public long Taken => Volatile.Read(ref _taken);

    /// <summary>Takes an amount, if it is left and the holder does not have its share already.</summary>
    /// <param name="holder">The holder, compared by value; null for one that may take all that is left.</param>
    /// <param name="amount">How much.</param>
    public bool TryTake(object? holder, long amount)
    {
        lock (_lock)
        {
            var held = holder is null ? 0 : _held.GetValueOrDefault(holder);
            if (held > limit - _taken || _taken + amount > limit)
            {
                return false;
            }

            _taken += amount;
            if (holder is not null)
            {
                _held[holder] = held + amount;
            }

            return true;
        }
    }

    /// <summary>Returns an amount.</summary>
    public void Give(object? holder, long amount)
    {
        lock (_lock)
        {
            _taken -= amount;
            if (holder is null)
            {
                return;
            }

            var left = _held[holder] - amount;
            if (left == 0)
            {
                _held.Remove(holder);
            }
            else
            {
                _held[holder] = left;
            }
        }
    }
}
