namespace Tagalong.Core.Concurrency;

/// <summary>How much memory the bodies that are worked on may take together. Safe for many threads.</summary>
/// <param name="limit">The most bytes that are out at once.</param>
public sealed class ByteBudget(long limit)
{
    private long _taken;

    /// <summary>How many bytes are out.</summary>
    public long Taken => Interlocked.Read(ref _taken);

    /// <summary>Takes bytes out, if that many are left.</summary>
    public bool TryTake(int bytes)
    {
        if (Interlocked.Add(ref _taken, bytes) <= limit)
        {
            return true;
        }

        Give(bytes);
        return false;
    }

    /// <summary>Puts bytes back.</summary>
    public void Give(int bytes) => Interlocked.Add(ref _taken, -bytes);
}
